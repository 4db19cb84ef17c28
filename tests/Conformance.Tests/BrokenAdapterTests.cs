using NUnit.Framework;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Conformance.Tests;

/// <summary>The cases can fail: an adapter that is broken on purpose is caught by the one that forbids it.</summary>
public sealed class BrokenAdapterTests
{
    private static readonly Dictionary<string, Func<ExecutionReport, ExecutionReport>> Misread = new()
    {
        ["its quantity as a difference"] = correction => correction with { LastQty = correction.LastQty - 10 },
        ["no price"] = correction => correction with { LastPx = 0 },
        ["no trade that it corrects"] = correction => correction with { ExecRefId = null },
        ["the trade's ExecId"] = correction => correction with { ExecId = correction.ExecRefId },
    };

    private static IEnumerable<string> Misreadings => Misread.Keys;

    [Test]
    public async Task An_adapter_that_sends_what_was_given_up_is_caught([Values("paper", "alpaca", "binance")] string venue) =>
        Assert.That(await WhyAsync("E13", venue, whole => new BrokenVenue(whole) { Entry = entry => new Stubborn(entry) }), Does.StartWith("what was given up before it began was Acknowledged"));

    [Test]
    public async Task An_adapter_that_says_nothing_of_what_was_given_up_is_caught([Values("paper", "alpaca", "binance")] string venue) =>
        Assert.That(await WhyAsync("E13", venue, whole => new BrokenVenue(whole) { Entry = entry => new Silent(entry) }), Does.StartWith(nameof(TaskCanceledException)));

    [Test]
    public async Task An_adapter_that_tells_a_fill_again_at_a_later_look_is_caught([Values("alpaca", "binance")] string venue, [Values("", "/listed")] string otherId) =>
        Assert.That(await WhyAsync("F09", venue, whole => new BrokenVenue(whole) { Telling = reports => new Repeating(reports, otherId) }), Does.StartWith("the fill was reported 2 times"));

    [TestCaseSource(nameof(Misreadings))]
    public async Task An_adapter_that_reports_of_a_correction_something_else_is_caught(string instead) => Assert.That(
        await WhyAsync("F14", "alpaca", whole => new BrokenVenue(whole) { Telling = reports => new Misreading(reports, Misread[instead], report => report) }),
        Does.StartWith("the correction that the lists tell is"));

    [TestCaseSource(nameof(Misreadings))]
    public async Task An_adapter_that_lists_of_a_correction_something_else_is_caught(string instead) => Assert.That(
        await WhyAsync("F14", "alpaca", whole => new BrokenVenue(whole) { Telling = reports => new Misreading(reports, report => report, Misread[instead]) }),
        Does.StartWith("the correction in the list of executions is"));

    /// <summary>Why a case fails before an adapter that is broken so; null where it does not.</summary>
    private static async Task<string?> WhyAsync(string id, string name, Func<ConformanceVenue, ConformanceVenue> broken)
    {
        var what = ConformanceSuite.All.Single(one => one.Id == id);
        var adapter = Adapters.All.Single(one => one.Name == name);
        var result = await ConformanceSuite.RunAsync(what, () => broken(adapter.Open(null, null, null)), _ => { }, CancellationToken.None);
        return result.Outcome == ConformanceOutcome.Failed ? result.Why : null;
    }

    /// <summary>Does not ask whether anybody still wants it.</summary>
    private sealed class Stubborn(IOrderEntry venue) : BrokenEntry(venue)
    {
        public override Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
            base.SubmitAsync(order, lastLook, CancellationToken.None);
    }

    /// <summary>Ends as whoever gave up, so that nobody knows what the venue has.</summary>
    private sealed class Silent(IOrderEntry venue) : BrokenEntry(venue)
    {
        public override Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
            cancellationToken.IsCancellationRequested ? Task.FromCanceled<SubmitOutcome>(cancellationToken) : base.SubmitAsync(order, lastLook, cancellationToken);
    }

    /// <summary>Tells of the trades before once more, under other ids or the same, when it tells of another.</summary>
    private sealed class Repeating(IVenueReports venue, string otherId) : BrokenReports(venue)
    {
        private readonly List<ExecutionReport> told = [];

        protected override IReadOnlyList<ExecutionReport> Tell(IReadOnlyList<ExecutionReport> page)
        {
            var trades = page.Where(report => report.ExecType == ExecType.Trade).ToList();
            IReadOnlyList<ExecutionReport> again = trades.Count == 0 ? [] : [.. told.Select(trade => trade with { ExecId = trade.ExecId + otherId })];
            told.AddRange(trades);
            return [.. page, .. again];
        }
    }

    /// <summary>Makes something else of a correction, where it is reported and where it is listed.</summary>
    private sealed class Misreading(IVenueReports venue, Func<ExecutionReport, ExecutionReport> reported, Func<ExecutionReport, ExecutionReport> listed) : BrokenReports(venue)
    {
        protected override IReadOnlyList<ExecutionReport> Tell(IReadOnlyList<ExecutionReport> page) => Corrections(page, reported);

        protected override IReadOnlyList<ExecutionReport> List(IReadOnlyList<ExecutionReport> executions) => Corrections(executions, listed);

        private static IReadOnlyList<ExecutionReport> Corrections(IReadOnlyList<ExecutionReport> told, Func<ExecutionReport, ExecutionReport> read) =>
            [.. told.Select(report => report.ExecType == ExecType.TradeCorrect ? read(report) : report)];
    }
}
