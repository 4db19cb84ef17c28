using NUnit.Framework;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>The guarantees can fail: with a part that is broken on purpose each of these runs is caught.</summary>
public sealed class BrokenPartsTests
{
    private const string Intent = """{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market"}]}""";

    [Test]
    public void A_client_that_repeats_what_got_no_answer_is_caught()
    {
        var read = Run.Read($$"""
            {"name":"n","venue":{"id_reuse":"always","behaviours":[{"when":{"call":"submit","nth":1},"status":504}]},"steps":[{"intent":{{Intent}}}]}
            """);
        using var run = new ScenarioRun(read, null, ports => ports with { OrderEntry = new Entry(ports.OrderEntry, Repeating) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.OneOrder));
    }

    [Test]
    public void A_settle_window_that_is_too_short_is_caught()
    {
        const string script = """
            "venue":{"id_reuse":"always","behaviours":[{"when":{"call":"submit","nth":1},"answer":"none","hide":"8s"},{"when":{"event":"any","until":"9s"},"lose":true}]}
            """;
        string Scenario(string window) => $$$"""{"name":"n",{{{script}}},"settings":{"alpaca":{"settle_window":"{{{window}}}"}},"steps":[{"intent":{{{Intent}}}}]}""";

        Assert.That(Run.Of(Scenario("10s")).Broken, Is.Null);
        Assert.That(Run.Of(Scenario("1s")).Broken?.What, Is.EqualTo(Guarantees.OneOrder));
    }

    [Test]
    public void An_answer_that_is_made_up_is_caught()
    {
        var read = Run.Read($$"""{"name":"n","steps":[{"intent":{{Intent}}}]}""");
        using var run = new ScenarioRun(read, null, ports => ports with { OrderEntry = new Entry(ports.OrderEntry, Pretending) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.EndIsProven));
    }

    [Test]
    public void A_report_that_is_withheld_is_caught()
    {
        var read = Run.Read($$"""{"name":"n","steps":[{"intent":{{Intent}}}]}""");
        using var run = new ScenarioRun(read, null, ports => ports with { Reports = new Retelling(ports.Reports, report => report.ExecType == ExecType.Trade ? null : report) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.LedgerEqualsVenue));
    }

    [Test]
    public void An_order_that_nobody_has_granted_is_caught_before_either_venue([Values] VenueDialect dialect)
    {
        var read = Run.Read($$"""{"name":"n","steps":[{"intent":{{Intent}}}]}""", dialect);
        using var run = new ScenarioRun(read, null, ports => ports with { OrderEntry = new Entry(ports.OrderEntry, Forging) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.ClaimBeforeSend));
    }

    [TestCase("""{"when":{"call":"submit","nth":1},"status":400,"code":49990000,"message":"try later","accept_after":"2s"}""", TestName = "A_refusal_that_proves_nothing_and_is_believed_is_caught")]
    [TestCase("""{"when":{"call":"submit","nth":1},"repeat":1}""", TestName = "An_id_that_is_taken_and_is_believed_to_be_a_refusal_is_caught")]
    public void A_refusal_that_is_believed_is_caught(string behaviour)
    {
        var read = Run.Read($$"""{"name":"n","venue":{"id_reuse":"never","behaviours":[{{behaviour}}]},"steps":[{"intent":{{Intent}}}]}""");
        using var run = new ScenarioRun(read, null, ports => ports with { OrderEntry = new Entry(ports.OrderEntry, Believing) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.EndIsProven));
    }

    [Test]
    public void A_correction_that_is_told_with_the_old_price_is_caught() => AssertCorrection(report => report.ExecType == ExecType.TradeCorrect ? report with { LastPx = 100 } : report);

    [Test]
    public void A_correction_that_is_withheld_is_caught() => AssertCorrection(report => report.ExecType == ExecType.TradeCorrect ? null : report);

    private static void AssertCorrection(Func<ExecutionReport, ExecutionReport?> retold)
    {
        var read = Run.Read("""
            {"name":"n","venue":{"quotes":[{"symbol":"AAPL","bid":99.9,"ask":101}],"behaviours":[{"when":{"call":"submit"},"fills":[]}]},
             "steps":[{"intent":{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":10,"order_type":"limit","limit_price":100}]},"as":"a"},
                      {"at":"+5s","venue":{"fill":{"cl_ord_id":"a","qty":10,"px":100}}},
                      {"at":"+6s","venue":{"correct":{"cl_ord_id":"a","trade":1,"px":98}}}]}
            """);
        using var run = new ScenarioRun(read, null, ports => ports with { Reports = new Retelling(ports.Reports, retold) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.LedgerEqualsVenue));
    }

    /// <summary>What many a client library does.</summary>
    private static async Task<SubmitOutcome> Repeating(NewOrderSingle order, Func<NewOrderSingle, Task<SubmitOutcome>> send) =>
        await send(order) is SubmitOutcome.Unknown
            ? await send(order)
            : throw new InvalidOperationException("The first answer should have been unknown");

    /// <summary>Turns every answer into a rejection.</summary>
    private static async Task<SubmitOutcome> Pretending(NewOrderSingle order, Func<NewOrderSingle, Task<SubmitOutcome>> send)
    {
        await send(order);
        return new SubmitOutcome.Rejected("NO", "not really");
    }

    /// <summary>Takes a refusal that proves nothing for a rejection.</summary>
    private static async Task<SubmitOutcome> Believing(NewOrderSingle order, Func<NewOrderSingle, Task<SubmitOutcome>> send) =>
        await send(order) is SubmitOutcome.Unknown unknown && (unknown.Refusal is not null || unknown.Reason.StartsWith(SubmitOutcome.IdTaken, StringComparison.Ordinal))
            ? new SubmitOutcome.Rejected("NO", "so it says")
            : throw new InvalidOperationException("The answer should have been a refusal");

    /// <summary>Sends under an id of its own making.</summary>
    private static Task<SubmitOutcome> Forging(NewOrderSingle order, Func<NewOrderSingle, Task<SubmitOutcome>> send) => send(order with { ClOrdId = new string('A', 32) });

    private sealed class Entry(IOrderEntry venue, Func<NewOrderSingle, Func<NewOrderSingle, Task<SubmitOutcome>>, Task<SubmitOutcome>> submit) : IOrderEntry
    {
        public string Adapter => venue.Adapter;

        public VenueCapabilities Capabilities => venue.Capabilities;

        public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
            submit(order, sent => venue.SubmitAsync(sent, lastLook, cancellationToken));

        public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => venue.CancelAsync(request, cancellationToken);
    }
}
