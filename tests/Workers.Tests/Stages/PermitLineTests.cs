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
        pipeline.Permits.Pause(TimeSpan.FromSeconds(30));
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Who_waits_for_a_permit_is_told_of_as_waiting_and_so_are_those_behind_that_nobody_has_looked_at()
    {
        var submitted = pipeline.Submission.HandleAsync(first, CancellationToken.None);
        Pass(TimeSpan.FromSeconds(15));

        Assert.That(pipeline.Alerts(), Is.Empty);
        Assert.That(WaitsOf(first), Has.Count.EqualTo(1).And.All.StartsWith("Waits for a fact: RATE_PERMIT: ").And.All.Contains("asked to be left alone"));
        Assert.That(WaitsOf(behind), Has.Count.EqualTo(1).And.All.StartsWith("Waits for a fact: RATE_PERMIT: "));

        Pass(TimeSpan.FromSeconds(16));
        await submitted;
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1), "the permit came, and the order went out");
    }

    [Test]
    public async Task Where_nobody_waits_for_a_permit_any_more_an_order_is_stuck()
    {
        using var dies = new CancellationTokenSource();
        var submitted = pipeline.Submission.HandleAsync(first, dies.Token);
        Pass(TimeSpan.FromSeconds(12));
        Assert.That(pipeline.Alerts(), Is.Empty);

        await dies.CancelAsync();
        Assert.That(async () => await submitted, Throws.InstanceOf<OperationCanceledException>());
        Pass(TimeSpan.FromSeconds(20));

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_STUCK", "ORDER_STUCK" }));
    }

    // Whoever stands in the line goes on within the step of the clock: with a context, it would on a thread of its own, beside the deadlines.
    private void Pass(TimeSpan time)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
            {
                pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
                Assert.That(pipeline.Deadlines.ActOnDueAsync(CancellationToken.None).IsCompleted, Is.True);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private List<string> WaitsOf(OrderReleased order) =>
    [
        .. pipeline.Store.Read(session => Timeline.Of(session, order.ClOrdId, order.IntentId)).Select(entry => entry.Summary)
            .Where(summary => summary.StartsWith("Waits", StringComparison.Ordinal)),
    ];
}
