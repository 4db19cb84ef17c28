using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Orders that stand in the line for the venue's permits wait; they are not stuck.</summary>
public sealed class PermitLineTests
{
    private PipelineUnderTest pipeline = null!;
    private OrderReleased first = null!;
    private OrderReleased behind = null!;

    [SetUp]
    public async Task StandInLine()
    {
        pipeline = new PipelineUnderTest();
        first = await pipeline.ReleasedAsync();
        behind = await pipeline.ReleasedAsync(qty: 9, rebalance: "r2");
        pipeline.Permits.Pause(TimeSpan.FromMinutes(2));
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Who_waits_for_a_permit_is_told_of_as_waiting_and_so_are_those_behind_that_nobody_has_looked_at()
    {
        var submitted = pipeline.Submission.HandleAsync(first, CancellationToken.None);
        await PassAsync(TimeSpan.FromSeconds(60), submitted);

        Assert.That(pipeline.Alerts(), Is.Empty);
        Assert.That(WaitsOf(first), Has.Count.EqualTo(1).And.All.StartsWith("Waits for a fact: RATE_PERMIT: ").And.All.Contains("asked to be left alone"));
        Assert.That(WaitsOf(behind), Has.Count.EqualTo(1).And.All.StartsWith("Waits for a fact: RATE_PERMIT: "));

        await PassAsync(TimeSpan.FromSeconds(61), submitted);
        await submitted;
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1), "the permit came, and the order went out");
    }

    [Test]
    public async Task Where_nobody_waits_for_a_permit_any_more_an_order_is_stuck()
    {
        using var dies = new CancellationTokenSource();
        var submitted = pipeline.Submission.HandleAsync(first, dies.Token);
        await PassAsync(TimeSpan.FromSeconds(15), submitted);
        Assert.That(pipeline.Alerts(), Is.Empty);

        await dies.CancelAsync();
        Assert.That(async () => await submitted, Throws.InstanceOf<OperationCanceledException>());
        await PassAsync(TimeSpan.FromSeconds(30), submitted);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_STUCK", "ORDER_STUCK" }));
    }

    // Whoever stands in the line says so every second, on a thread of its own.
    private async Task PassAsync(TimeSpan time, Task inLine)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.That(() => inLine.IsCompleted || pipeline.Store.Read(session => CallWaitTable.Find(session, "paper", pipeline.Now))?.At == pipeline.Now, Is.True.After(5_000, 1));
            await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
        }
    }

    private List<string> WaitsOf(OrderReleased order) =>
    [
        .. pipeline.Store.Read(session => Timeline.Of(session, order.ClOrdId, order.IntentId)).Select(entry => entry.Summary)
            .Where(summary => summary.StartsWith("Waits", StringComparison.Ordinal)),
    ];
}
