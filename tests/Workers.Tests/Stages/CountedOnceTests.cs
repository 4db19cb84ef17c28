using System.Globalization;
using System.Text;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Venues;
using Prometheus;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>A verdict is counted when it is recorded: a step that is undone with others of its commit runs again.</summary>
public sealed class CountedOnceTests
{
    private const string Prevented = "pipeline_duplicates_prevented_total{how=\"claim_redelivered\"}";

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Begin() => pipeline = new PipelineUnderTest();

    [TearDown]
    public void End()
    {
        Failpoints.Watch(null);
        pipeline.Dispose();
    }

    [Test]
    public async Task Of_validation_whose_commit_fails_the_first_time()
    {
        var proposed = await pipeline.ProposedAsync();
        var before = await CountAsync("pipeline_validation_accepted_total");

        await pipeline.ValidationOn(new UndoneOnce(pipeline.Store)).HandleAsync(proposed, CancellationToken.None);

        Assert.That(await CountAsync("pipeline_validation_accepted_total") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_an_order_that_is_held_once_it_has_passed_and_not_before()
    {
        pipeline.Approvals.AboveNotional = 500;
        var before = await CountAsync("pipeline_validation_");
        var held = await PipelineUnderTest.OneAsync<OrderProposed, OrderHeld>(pipeline.Validation, await pipeline.ProposedAsync());
        Assert.That(await CountAsync("pipeline_validation_"), Is.EqualTo(before), "whoever waits for a person is neither accepted nor denied");

        var released = (ActResult.Done)await pipeline.Orders.ReleaseAsync(held.ClOrdId, new Actor("alice", "meant so"));
        await pipeline.Validation.HandleAsync((OrderProposed)released.FollowUps.Single().Message, CancellationToken.None);

        Assert.That(await CountAsync("pipeline_validation_") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_the_gate_whose_commit_fails_the_first_time()
    {
        var released = await pipeline.ReleasedAsync();
        var before = await CountAsync("pipeline_grants_total");

        await pipeline.SubmissionOn(new UndoneOnce(pipeline.Store)).HandleAsync(released, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1));
        Assert.That(await CountAsync("pipeline_grants_total") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_what_decides_in_the_turn_that_takes_the_order()
    {
        var before = await CountAsync("pipeline_validation_accepted_total");

        await pipeline.IntakeOn(new UndoneOnce(pipeline.Store), pipeline.NextDoor).TakeAsync(
            new Submitted(Encoding.UTF8.GetBytes(PipelineUnderTest.AnIntent()), "http", null), CancellationToken.None);

        Assert.That(await CountAsync("pipeline_validation_accepted_total") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_the_way_to_the_venue_the_first_call_that_may_have_left()
    {
        var before = await CountAsync("pipeline_intake_to_venue_seconds_count");
        Failpoints.Watch(place =>
        {
            if (place == new Failpoint(pipeline.Submission.Name, Failpoint.Grant))
            {
                pipeline.Clock.Advance(pipeline.SubmissionOptions.SendDeadline);
            }
        });
        var next = (OrderReleased)(await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None))[^1].Message;
        Failpoints.Watch(null);
        Assert.That((next.Attempt, await CountAsync("pipeline_intake_to_venue_seconds_count")), Is.EqualTo((2, before)), "not a byte has left");

        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        await pipeline.Submission.HandleAsync(next, CancellationToken.None);

        Assert.That(await CountAsync("pipeline_intake_to_venue_seconds_count") - before, Is.EqualTo(1));
    }

    [Test]
    public async Task And_a_delivery_that_comes_again_counts_nothing()
    {
        var proposed = await pipeline.ProposedAsync();
        await pipeline.Validation.HandleAsync(proposed, CancellationToken.None);
        var before = await CountAsync("pipeline_validation_accepted_total");

        await pipeline.Validation.HandleAsync(proposed, CancellationToken.None);

        Assert.That(await CountAsync("pipeline_validation_accepted_total"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_second_order_is_prevented_where_the_one_that_comes_again_has_its_claim()
    {
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        var before = await CountAsync(Prevented);

        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(await CountAsync(Prevented) - before, Is.EqualTo(1));
    }

    [Test]
    public async Task And_not_where_the_gate_has_denied_it()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Advance(TimeSpan.FromDays(30));
        var before = await CountAsync(Prevented);

        var followUps = await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>());
        Assert.That(await CountAsync(Prevented), Is.EqualTo(before));
    }

    /// <summary>The sum of the series whose name and labels begin so.</summary>
    internal static async Task<double> CountAsync(string name)
    {
        using var text = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private sealed class UndoneOnce(IStore store) : IStore
    {
        private bool isDone;

        public async Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
        {
            if (!isDone)
            {
                isDone = true;
                Assert.That(async () => await store.WriteAsync<T>(turn, session => throw new UndoneException(step(session)), cancellationToken), Throws.TypeOf<UndoneException>());
            }

            return await store.WriteAsync(turn, step, cancellationToken);
        }

        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public T Read<T>(Func<StoreSession, T> query) => store.Read(query);

        private sealed class UndoneException(object? done) : Exception($"{done}");
    }
}
