using NUnit.Framework;
using Pipeline.Simulation.Audits;
using Pipeline.Simulation.Scenarios;
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
        using var run = new ScenarioRun(read, null, ports => ports with { OrderEntry = new Repeating(ports.OrderEntry) });

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
        using var run = new ScenarioRun(read, null, ports => ports with { OrderEntry = new Pretending(ports.OrderEntry) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.EndIsProven));
    }

    [Test]
    public void A_report_that_is_withheld_is_caught()
    {
        var read = Run.Read($$"""{"name":"n","steps":[{"intent":{{Intent}}}]}""");
        using var run = new ScenarioRun(read, null, ports => ports with { Reports = new Withholding(ports.Reports) });

        Assert.That(run.Run().Broken?.What, Is.EqualTo(Guarantees.LedgerEqualsVenue));
    }

    /// <summary>What many a client library does.</summary>
    private sealed class Repeating(IOrderEntry venue) : IOrderEntry
    {
        public string Adapter => venue.Adapter;

        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => venue.Capabilities;

        public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
            await venue.SubmitAsync(order, lastLook, cancellationToken) is SubmitOutcome.Unknown
                ? await venue.SubmitAsync(order, lastLook, cancellationToken)
                : throw new InvalidOperationException("The first answer should have been unknown");

        public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => venue.CancelAsync(request, cancellationToken);
    }

    /// <summary>Turns every answer into a rejection.</summary>
    private sealed class Pretending(IOrderEntry venue) : IOrderEntry
    {
        public string Adapter => venue.Adapter;

        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => venue.Capabilities;

        public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
        {
            await venue.SubmitAsync(order, lastLook, cancellationToken);
            return new SubmitOutcome.Rejected("NO", "not really");
        }

        public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => venue.CancelAsync(request, cancellationToken);
    }
}
