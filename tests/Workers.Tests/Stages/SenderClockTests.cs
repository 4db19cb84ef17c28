using NUnit.Framework;
using Pipeline.Messages.Orders;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Orders that come to the gate while a sender's clock is being compared with the venue's.</summary>
public sealed class SenderClockTests
{
    private readonly TaskCompletionSource<DateTimeOffset?> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PipelineUnderTest pipeline = null!;
    private int asked;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        pipeline.Venue.OnTime = () =>
        {
            Interlocked.Increment(ref asked);
            return told.Task;
        };
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Before_the_first_comparison_has_come_to_an_end_no_order_is_sent_beside_it()
    {
        var submission = pipeline.SubmissionOn(pipeline.Store, compared: pipeline.SenderClock);
        var (one, other) = (await pipeline.ReleasedAsync(), await pipeline.ReleasedAsync(qty: 11, rebalance: "r2"));

        var first = submission.HandleAsync(one, CancellationToken.None);
        await Eventually.Holds(() => Volatile.Read(ref asked) == 1, "the first asks for the time");
        var second = submission.HandleAsync(other, CancellationToken.None);
        await Eventually.Holds(() => Volatile.Read(ref asked) == 2 || second.IsCompleted, "the second asks for itself");
        Assert.That((pipeline.Venue.Sent.Count, first.IsCompleted, second.IsCompleted, pipeline.SenderClock.IsFresh), Is.EqualTo((0, false, false, false)));

        told.SetResult(pipeline.Now.AddHours(1));
        var denied = (await Task.WhenAll(first, second)).Select(step => step.Single().Message);

        Assert.That(denied, Is.All.TypeOf<OrderDenied>().With.Property("Code").EqualTo("HALTED"));
        Assert.That((pipeline.Venue.Sent.Count, pipeline.SenderClock.IsFresh), Is.EqualTo((0, true)));
    }
}
