using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Intake;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>A call for a stage of the same process goes there at once, and is as safe on its way as one that goes by the broker.</summary>
public sealed class HandOverTests
{
    private PipelineUnderTest pipeline = null!;
    private FakeTransport transport = null!;
    private NewsFeed news = null!;
    private HandOvers handOvers = null!;
    private PublishWatch watch = null!;
    private FollowUpDispatcher dispatcher = null!;
    private SettableStage session = null!;
    private BusOptions options = null!;
    private string? busy;

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest();
        pipeline.RefreshAccount(equity: 10_000_000);
        transport = new FakeTransport();
        news = new NewsFeed(transport, NullLogger<NewsFeed>.Instance);
        session = new SettableStage(pipeline.Session);
        watch = new PublishWatch(pipeline.Clock);
        options = new BusOptions();
        busy = null;
        Use(TimeSpan.FromMinutes(5), new LocalStage<OrderProposed>(pipeline.Validation), new LocalStage<OrderValidated>(session));
        await news.StartAsync(CancellationToken.None);
    }

    private void Use(TimeSpan patience, params ILocalStage[] stages)
    {
        handOvers = new HandOvers(stages, queue => queue != busy, watch, new PutOffs(pipeline.Store, pipeline.Clock), Options.Create(options), patience);
        var gate = new BusGate();
        gate.Open();
        dispatcher = new FollowUpDispatcher(transport, news, gate, pipeline.Store, pipeline.Clock, NullLogger<FollowUpDispatcher>.Instance, handOvers);
    }

    [TearDown]
    public async Task Stop()
    {
        session.Release();
        await handOvers.StopAsync(CancellationToken.None);
        await news.StopAsync(CancellationToken.None);
        news.Dispose();
        pipeline.Dispose();
    }

    [Test]
    public async Task It_goes_from_stage_to_stage_until_one_that_another_process_hosts()
    {
        Assert.That(await PublishAsync(), Is.True);

        await Eventually.Holds(() => transport.Calls.Count == 1, "the last of them is published");
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderReleased>(), "submission is elsewhere");
        await Eventually.Holds(() => Unsent() == 0, "all of it is sent, the news by the transport");
        Assert.That(transport.News, Is.EquivalentTo(new[] { typeof(OrderProposed), typeof(OrderValidated), typeof(OrderReleased) }), "the sagas hear all of it");
    }

    [Test]
    public async Task A_stage_that_can_decide_in_the_turn_of_another_is_next_door_where_it_would_be_handed_a_call()
    {
        Use(TimeSpan.FromMinutes(5), new LocalStage<OrderProposed>(pipeline.Validation), new LocalStage<OrderReleased>(pipeline.Submission));
        Assert.That(handOvers.NextDoor(typeof(OrderProposed)), Is.SameAs(pipeline.Validation));
        Assert.That(handOvers.NextDoor(typeof(OrderReleased)), Is.Null, "submission has not compared its clock with the venue's yet");
        Assert.That(handOvers.NextDoor(typeof(OrderValidated)), Is.Null, "another process has the session check");

        busy = QueueNames.Validation;
        Assert.That(handOvers.NextDoor(typeof(OrderProposed)), Is.Null, "others wait before it");
        busy = null;
        options.HandOver = false;
        Assert.That(handOvers.NextDoor(typeof(OrderProposed)), Is.Null, "an operator wants each call to go by the broker");
        options.HandOver = true;
        var publishing = watch.WatchAsync(() => new TaskCompletionSource().Task);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(handOvers.NextDoor(typeof(OrderProposed)), Is.Null, "the broker confirms nothing");
        Assert.That(publishing.IsCompleted, Is.False);
        await handOvers.StopAsync(CancellationToken.None);
        Assert.That(handOvers.NextDoor(typeof(OrderProposed)), Is.Null, "the process stops");
    }

    [Test]
    public async Task What_was_decided_in_the_same_turn_is_told_and_calls_nobody()
    {
        var acknowledged = (await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None))[^1];
        await dispatcher.PublishAsync(Pipeline.Store.Steps.Stages.Submission, [acknowledged with { IsTaken = true }], CancellationToken.None);

        await Eventually.Holds(() => transport.News.Contains(typeof(OrderAcknowledged)), "the sagas hear it");
        Assert.That(transport.Calls, Is.Empty);
    }

    [Test]
    public async Task It_is_unsent_until_its_stage_has_recorded_the_step_and_the_sweep_leaves_it_alone_until_then()
    {
        var arrived = session.HoldNext();
        await PublishAsync();
        await arrived;

        await Eventually.Holds(() => Unsent() == 1, "validation has recorded its step, the session check has not");
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        var call = pipeline.Store.Read(store => FollowUpTable.Unsent(store, pipeline.Now, TimeSpan.FromSeconds(10), 10)).Single();
        Assert.That(call.Message, Is.TypeOf<OrderValidated>(), "should the process die now, it is published by whoever comes next");
        Assert.That(dispatcher.HasInHand(call), Is.True);

        session.Release();
        await Eventually.Holds(() => Unsent() == 0, "it is sent");
        Assert.That(dispatcher.HasInHand(call), Is.False);
    }

    [Test]
    public async Task What_its_stage_can_not_do_now_goes_to_its_queue()
    {
        session.Failure = new FactsUnavailableException("SESSION_FACT_UNKNOWN", "symbol=AAPL");
        await PublishAsync();

        await Eventually.Holds(() => transport.Calls.Count == 1, "it is published");
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderValidated>());
        await Eventually.Holds(() => Unsent() == 0, "its queue has it");
    }

    [Test]
    public async Task What_lacks_a_fact_for_long_is_put_off_where_it_is()
    {
        session.Failure = new FactsUnavailableException("SESSION_FACT_UNKNOWN", "symbol=AAPL") { IsOfSymbol = true };
        await PublishAsync();
        await Eventually.Holds(() => transport.Calls.Count == 1 && !dispatcher.HasInHand(OfSession()), "it lacks it for the first time, and waits in its queue");

        // As its deadline does, which calls it again.
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await dispatcher.PublishAsync(Pipeline.Store.Steps.Stages.Reconciliation, [OfSession()], CancellationToken.None);
        await Eventually.Holds(() => pipeline.Store.Read(store => store.Scalar<long>("SELECT count(*) FROM steps WHERE stage = 'off:session'")) == 1, "it is put off");
        Assert.That(transport.Calls, Has.One.Items, "and not sent again");
    }

    [Test]
    public async Task What_its_stage_waits_for_for_long_it_waits_for_in_its_queue()
    {
        Use(TimeSpan.FromMilliseconds(100), new LocalStage<OrderValidated>(session));
        session.WaitsForPermit = true;
        await PublishValidatedAsync();

        await Eventually.Holds(() => transport.Calls.Count == 1, "there is no permit in sight");
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderValidated>());
    }

    [Test]
    public async Task What_neither_its_stage_nor_the_broker_takes_stays_in_the_store()
    {
        session.Failure = new StoreUnavailableException("the disk is away");
        transport.IsDown = true;
        await PublishAsync();

        await Eventually.Holds(() => transport.Refused == 1 && !dispatcher.HasInHand(OfSession()), "both have refused it");
        Assert.That(OfSession().Message, Is.TypeOf<OrderValidated>());
    }

    [Test]
    public async Task Behind_what_waits_in_the_queue_it_goes_to_the_queue()
    {
        busy = QueueNames.Validation;
        await PublishAsync();

        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderProposed>());
    }

    [Test]
    public async Task Where_as_many_wait_as_there_are_places_the_next_goes_to_the_queue()
    {
        session.HoldAll();
        for (var nth = 0; nth <= HandOvers.Places; nth++)
        {
            await PublishAsync(qty: nth + 1);
        }

        await Eventually.Holds(() => transport.Calls.Count == 1, "one is too many");
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderValidated>());
        session.Release();
        await Eventually.Holds(() => transport.Calls.Count == HandOvers.Places + 1, "the others go on to submission");
    }

    [Test]
    public async Task What_waits_for_its_turn_for_long_goes_to_the_queue()
    {
        Use(TimeSpan.FromMilliseconds(100), new LocalStage<OrderValidated>(session));
        session.HoldAll();
        for (var nth = 0; nth <= LocalStage<OrderValidated>.ManyAtATime; nth++)
        {
            await PublishValidatedAsync(qty: nth + 1);
        }

        await Eventually.Holds(() => transport.Calls.Count == 1, "one has waited behind the others");
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderValidated>());
        session.Release();
        await Eventually.Holds(() => transport.Calls.Count == LocalStage<OrderValidated>.ManyAtATime + 1, "the others go on to submission");
    }

    [Test]
    public async Task While_the_broker_confirms_nothing_nothing_is_handed_over()
    {
        var confirmation = new TaskCompletionSource();
        var publishing = watch.WatchAsync(() => confirmation.Task);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(2));
        await PublishAsync();
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderProposed>());

        confirmation.SetResult();
        await publishing;
        await PublishAsync(qty: 2);
        await Eventually.Holds(() => transport.Calls.Any(call => call.Message is OrderReleased), "it confirms again");
    }

    [Test]
    public async Task Where_an_operator_wants_it_so_each_call_goes_by_the_broker()
    {
        options.HandOver = false;
        await PublishAsync();

        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderProposed>());
    }

    [Test]
    public async Task A_process_that_stops_waits_for_what_is_in_hand_and_takes_nothing_more()
    {
        var arrived = session.HoldNext();
        await PublishAsync();
        await arrived;

        var stopping = handOvers.StopAsync(CancellationToken.None);
        await PublishAsync(qty: 2);
        Assert.That(transport.Calls.Single().Message, Is.TypeOf<OrderProposed>(), "the next process does it");
        Assert.That(stopping.IsCompleted, Is.False);

        session.Release();
        await stopping;
        Assert.That(dispatcher.HasInHand(OfSession()), Is.False);
    }

    private async Task<bool> PublishAsync(int qty = 1)
    {
        var taken = (IntakeResult.Taken)await pipeline.TakeAsync(PipelineUnderTest.AnIntent(qty: qty, rebalance: $"r{qty}"));
        return await dispatcher.PublishAsync(Pipeline.Store.Steps.Stages.Intake, taken.FollowUps, CancellationToken.None);
    }

    // What validation tells, where only what comes after it is of interest.
    private async Task PublishValidatedAsync(int qty = 1)
    {
        var validated = await pipeline.Validation.HandleAsync(await pipeline.ProposedAsync(qty: qty, rebalance: $"r{qty}"), CancellationToken.None);
        await dispatcher.PublishAsync(Pipeline.Store.Steps.Stages.Validation, validated, CancellationToken.None);
    }

    private long Unsent() => pipeline.Store.Read(FollowUpTable.CountUnsent);

    // What calls for the session check, sent or not.
    private FollowUp OfSession() => pipeline.Store.Read(store => FollowUpTable.OfStep(store, store.Scalar<string>("SELECT cl_ord_id FROM steps WHERE stage = 'validation'")!, Pipeline.Store.Steps.Stages.Validation, 1)).Single();

    private sealed class SettableStage(IStage<OrderValidated> inner) : IStage<OrderValidated>
    {
        private TaskCompletionSource? arrived;
        private TaskCompletionSource? held;

        public string Name => inner.Name;

        public Exception? Failure { get; set; }

        public bool WaitsForPermit { get; set; }

        public Task HoldNext()
        {
            HoldAll();
            return (arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        public void HoldAll() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => held?.TrySetResult();

        public async Task<IReadOnlyList<FollowUp>> HandleAsync(OrderValidated message, CancellationToken cancellationToken)
        {
            arrived?.TrySetResult();
            if (held is not null)
            {
                await held.Task;
            }

            if (WaitsForPermit)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            // What is under way when a process stops is recorded all the same.
            return Failure is null ? await inner.HandleAsync(message, CancellationToken.None) : throw Failure;
        }
    }
}
