using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Reconciliation;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A process that follows an account again, after another one has: what it knew from before is old.</summary>
public sealed class FollowingAnewTests
{
    private readonly ReconciliationOptions options = new();
    private PipelineUnderTest pipeline = null!;
    private Reconciler reconciler = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        reconciler = new Reconciler(pipeline.Store, pipeline.Venue, Options.Create(options), pipeline.Clock, NullLogger<Reconciler>.Instance);
        pipeline.Venue.Positions["AAPL"] = 5;
    }

    [TearDown]
    public void End() => pipeline.Dispose();

    [Test]
    public async Task What_it_suspected_then_is_looked_at_twice_again_before_it_is_a_break_or_lets_orders_go()
    {
        await reconciler.RunDueAsync(1, CancellationToken.None);
        Assert.That(Standing(), Is.EqualTo((0, true)));
        pipeline.Clock.Advance(TimeSpan.FromHours(1));

        await reconciler.RunDueAsync(2, CancellationToken.None);
        Assert.That(Standing(), Is.EqualTo((0, true)), "an hour ago it was somebody else's look");

        pipeline.Clock.Advance(options.Grace + TimeSpan.FromSeconds(1));
        await reconciler.RunDueAsync(2, CancellationToken.None);
        Assert.That(Standing(), Is.EqualTo((1, false)));
    }

    private (int Breaks, bool OrdersWait) Standing() => pipeline.Store.Read(session =>
        (BreakTable.Open(session, "paper", "paper").Count, session.Scalar<bool>("SELECT done < blocking FROM reconciliations")));
}
