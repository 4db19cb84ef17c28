using System.Text;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using static Pipeline.Workers.Tests.Stages.TakenOrders;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Where the stage that calls the venue is in the same process, too, an order is granted in the turn that takes it, and sent once that is recorded.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class GrantedAsTakenTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public Task StartAsync()
    {
        pipeline = new PipelineUnderTest(kind);
        return pipeline.SenderClock.FreshenAsync(CancellationToken.None);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Where_the_venue_is_called_from_the_order_is_granted_in_the_turn_that_takes_it()
    {
        var (turns, sequels) = (new CountedTurns(pipeline.Store), new RunSequels());
        var taken = await TakeAsync(AnIntent(), pipeline.IntakeOn(turns, pipeline.NextDoorWithVenue(sequels)));

        Assert.That(turns.Count, Is.EqualTo(1));
        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderSubmitting>(), "of which nobody need be told that it was released");
        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "IntentReceived", "OrderProposed", "OrderValidated", "OrderReleased", "OrderSubmitting" }));
        Assert.That(pipeline.Claims(IdOf(taken)).Single().Outcome, Is.Null);
        Assert.That(pipeline.Venue.Sent, Is.Empty, "nothing is sent before the claim is recorded");

        var told = await sequels.RunAsync();
        Assert.That(pipeline.Venue.Sent.Single().ClOrdId, Is.EqualTo(IdOf(taken)));
        Assert.That(told.Single().Message, Is.TypeOf<OrderStatusChanged>());
        Assert.That(pipeline.Order(IdOf(taken)).OrdStatus, Is.EqualTo(OrdStatus.New));
        Assert.That(sequels.Taken, Is.Zero);
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public async Task What_was_looked_at_before_a_turn_that_took_long_to_come_grants_nothing(int beyond, int claims)
    {
        var turns = new CountedTurns(pipeline.Store) { Meanwhile = () => pipeline.Clock.Advance(pipeline.SubmissionOptions.SendDeadline + TimeSpan.FromMilliseconds(beyond)) };
        var taken = await TakeAsync(AnIntent(), pipeline.IntakeOn(turns, pipeline.NextDoorWithVenue(new RunSequels())));

        Assert.That(pipeline.Claims(IdOf(taken)), Has.Count.EqualTo(claims), "calendars may say something else by now");
        Assert.That(taken.FollowUps[0].Message, claims == 1 ? Is.TypeOf<OrderSubmitting>() : Is.TypeOf<OrderReleased>());
    }

    [Test]
    public async Task Its_story_is_that_of_one_which_went_from_queue_to_queue()
    {
        using var queues = new PipelineUnderTest(kind);
        var called = await queues.ReleasedAsync();
        await queues.SubmissionOn(queues.Store, queues.NextDoor).HandleAsync(called, CancellationToken.None);
        var sequels = new RunSequels();
        await TakeAsync(AnIntent(), sequels);
        await sequels.RunAsync();

        Assert.That(Story(pipeline), Is.EqualTo(Story(queues)));
        Assert.That(pipeline.Order(called.ClOrdId), Is.EqualTo(queues.Order(called.ClOrdId)));
        Assert.That(Rows(pipeline, "claims"), Is.EqualTo(Rows(queues, "claims")));
        Assert.That(Rows(pipeline, "orders"), Is.EqualTo(Rows(queues, "orders")), "its adapter and its deadline too");
    }

    [Test]
    public async Task A_call_that_comes_again_sends_nothing()
    {
        var sequels = new RunSequels();
        var taken = await TakeAsync(AnIntent(), sequels);
        var order = pipeline.Order(IdOf(taken));
        var length = pipeline.JournalLength();
        var submission = pipeline.SubmissionOn(pipeline.Store, pipeline.NextDoorWithVenue(sequels));

        await submission.HandleAsync(new OrderReleased { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = 1, Seq = 4, At = pipeline.Now, Attempt = 1 }, CancellationToken.None);
        await pipeline.ValidationOn(pipeline.Store, pipeline.NextDoorWithVenue(sequels)).HandleAsync(
            new OrderProposed { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = 1, Seq = 2, At = pipeline.Now }, CancellationToken.None);
        await TakeAsync(AnIntent(), sequels);
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.JournalLength(), Is.EqualTo(length));

        await sequels.RunAsync();
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1), "whoever has the permission uses it once");
    }

    [Test]
    public async Task What_the_last_gate_holds_or_denies_is_told_at_once_and_has_no_sequel()
    {
        await pipeline.Trading.HaltAsync("all", new Actor("alice", "wrong prices"), cancelOpen: false);
        var sequels = new RunSequels();
        var taken = await TakeAsync(AnIntent(), sequels);

        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("HALTED"));
        Assert.That(await sequels.RunAsync(), Is.Empty);
        Assert.That(sequels.Taken, Is.Zero, "its place is free");
    }

    [Test]
    public async Task An_order_that_has_to_wait_for_its_permit_waits_without_a_claim()
    {
        pipeline.Permits.Pause(TimeSpan.FromMinutes(1));
        var sequels = new RunSequels();
        var taken = await TakeAsync(AnIntent(), sequels);

        Assert.That(taken.FollowUps.Single(), Has.Property("IsTaken").False.And.Property("Message").TypeOf<OrderReleased>());
        Assert.That(pipeline.Claims(IdOf(taken)), Is.Empty);
        Assert.That(sequels.Taken, Is.Zero);
    }

    [Test]
    public async Task No_more_are_granted_than_the_venue_is_called_for_at_a_time()
    {
        var sequels = new RunSequels(places: 1);
        var taken = await TakeAsync(TwoLines, sequels);

        Assert.That(taken.FollowUps.Select(told => told.Message.GetType()), Is.EqualTo(new[] { typeof(OrderSubmitting), typeof(OrderReleased) }), "a claim must not grow old in a line");
    }

    [Test]
    public async Task While_an_intent_waits_for_a_place_nothing_of_it_grows_old()
    {
        var waited = TimeSpan.FromSeconds(1);
        var sequels = new RunSequels { WhileWaiting = () => pipeline.Clock.Advance(waited) };
        var came = pipeline.Now;
        var order = pipeline.Order(IdOf(await TakeAsync(AnIntent(), sequels)));

        Assert.That(order.ReceivedAt, Is.EqualTo(came + waited));
        Assert.That(pipeline.Store.Read(store => store.Query<string>("SELECT DISTINCT at FROM journal")), Has.Count.EqualTo(1), "all of it is decided at one time, after the wait");
    }

    [Test]
    public async Task Limits_that_change_while_an_intent_waits_for_a_place_hold_for_it()
    {
        var sequels = new RunSequels { WhileWaiting = () => pipeline.LimitAsync("""{"global":{"max_order_qty":5}}""").GetAwaiter().GetResult() };
        var taken = await TakeAsync(AnIntent(), sequels);

        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderDenied>());
        Assert.That(sequels.Taken, Is.Zero);
    }

    [Test]
    public async Task An_order_that_is_taken_already_waits_for_no_place()
    {
        var sequels = new RunSequels { WhileWaiting = () => Assert.Fail("validation was called, and holds nobody up") };
        var proposed = await pipeline.ProposedAsync();
        var told = await pipeline.ValidationOn(pipeline.Store, pipeline.NextDoorWithVenue(sequels)).HandleAsync(proposed, CancellationToken.None);

        Assert.That(told.Single().Message, Is.TypeOf<OrderSubmitting>(), "it takes one that is free");
    }

    [Test]
    public async Task A_clock_that_is_behind_the_journal_grants_nothing_in_the_turn_that_writes_by_it()
    {
        await TakeAsync(AnIntent(qty: 3, rebalance: "r1"), pipeline.Intake);
        pipeline.Clock.Step(TimeSpan.FromSeconds(-6));
        var sequels = new RunSequels();
        var taken = await TakeAsync(AnIntent(rebalance: "r2"), sequels);

        Assert.That(pipeline.Claims(IdOf(taken)), Is.Empty);
        Assert.That(taken.FollowUps.Single(), Has.Property("IsTaken").False.And.Property("Message").TypeOf<OrderReleased>(), "a halt would have the whole store, and this turn has its account");
        Assert.That(sequels.Taken, Is.Zero);
    }

    [Test]
    public async Task A_turn_that_is_taken_again_without_the_others_gives_the_places_back_too()
    {
        var sequels = new RunSequels();
        var store = new SpoilingStore(pipeline.Store, new InvalidOperationException("it shows at the commit"), once: true);
        var taken = await TakeAsync(AnIntent(), pipeline.IntakeOn(store, pipeline.NextDoorWithVenue(sequels)));

        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderProposed>());
        Assert.That(pipeline.Claims(IdOf(taken)), Is.Empty);
        Assert.That(await sequels.RunAsync(), Is.Empty);
        Assert.That(sequels.Taken, Is.Zero);
    }

    [Test]
    public async Task An_order_is_sent_though_what_counts_its_decisions_breaks()
    {
        var sequels = new RunSequels();
        var submission = pipeline.SubmissionOn(pipeline.Store, compared: pipeline.SenderClock);
        OnwardStages together = null!;
        together = new OnwardStages(
            message => message == typeof(OrderProposed) ? pipeline.ValidationOn(pipeline.Store, together) : message == typeof(OrderValidated) ? pipeline.Session : submission,
            _ => throw new InvalidOperationException("nobody counts"), () => sequels);
        Assert.That(async () => await TakeAsync(AnIntent(), pipeline.IntakeOn(pipeline.Store, together)), Throws.InvalidOperationException);

        await sequels.RunAsync();
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1));
    }

    [TestCase(1, Description = "the same again")]
    [TestCase(2, Description = "other terms")]
    public async Task What_takes_no_new_order_keeps_no_place(int qty)
    {
        var sequels = new RunSequels();
        await TakeAsync(AnIntent(qty: 1), pipeline.Intake);
        await pipeline.IntakeOn(pipeline.Store, pipeline.NextDoorWithVenue(sequels)).TakeAsync(new Submitted(Encoding.UTF8.GetBytes(AnIntent(qty: qty)), "http", null), CancellationToken.None);

        Assert.That(sequels.Taken, Is.Zero);
        Assert.That(await sequels.RunAsync(), Is.Empty);
    }

    [Test]
    public async Task An_intent_that_has_waited_is_not_valid_for_longer()
    {
        var came = pipeline.Now;
        var sequels = new RunSequels { WhileWaiting = () => pipeline.Clock.Advance(TimeSpan.FromSeconds(1)) };
        var order = pipeline.Order(IdOf(await TakeAsync(AnIntent(), sequels)));

        Assert.That(order.ValidUntil, Is.EqualTo(came + new IntakeOptions().DefaultValidity));
    }

    [Test]
    public async Task A_turn_that_is_undone_gives_its_places_back_and_sends_nothing()
    {
        var sequels = new RunSequels();
        var intake = pipeline.IntakeOn(new SpoilingStore(pipeline.Store, new StoreUnavailableException("the disk is full")), pipeline.NextDoorWithVenue(sequels));
        Assert.That(async () => await TakeAsync(AnIntent(), intake), Throws.TypeOf<StoreUnavailableException>());

        Assert.That(sequels.Taken, Is.Zero);
        Assert.That(await sequels.RunAsync(), Is.Empty);
        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    [Test]
    public async Task An_order_whose_process_dies_before_it_calls_the_venue_is_sent_once_its_absence_is_proven()
    {
        var clOrdId = IdOf(await TakeAsync(AnIntent(), new RunSequels()));
        IReadOnlyList<FollowUp> told = [];
        for (var round = 0; round < 3 && told.Count == 0; round++)
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(30));
            told = await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        }

        pipeline.RefreshAccount();
        await pipeline.Submission.HandleAsync((OrderReleased)told.Single().Message, CancellationToken.None);
        Assert.That(pipeline.Claims(clOrdId).Select(claim => claim.Outcome), Is.EqualTo(new[] { ClaimOutcome.NotFound, ClaimOutcome.Acknowledged }));
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Before_its_clock_is_compared_with_the_venues_a_process_grants_nothing_on_the_way()
    {
        pipeline.Clock.Advance(pipeline.Halting.ClockInterval);
        pipeline.RefreshAccount();
        var taken = await TakeAsync(AnIntent(), new RunSequels());

        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderReleased>());
    }

    [Test]
    public async Task Of_a_stage_with_something_to_do_afterwards_it_is_that_which_is_timed()
    {
        var (took, sequels) = (new List<string>(), new RunSequels());
        var submission = pipeline.SubmissionOn(pipeline.Store, compared: pipeline.SenderClock);
        OnwardStages together = null!;
        together = new OnwardStages(
            message => message == typeof(OrderProposed) ? pipeline.ValidationOn(pipeline.Store, together) : message == typeof(OrderValidated) ? pipeline.Session : submission,
            step => took.Add(step.Stage), () => sequels);
        await TakeAsync(AnIntent(), pipeline.IntakeOn(pipeline.Store, together));

        Assert.That(took, Is.EquivalentTo(new[] { "validation", "session" }));
        Assert.That(sequels.Taken, Is.EqualTo(1));
    }

    private Task<IntakeResult.Taken> TakeAsync(string json, RunSequels sequels) => TakeAsync(json, pipeline.IntakeOn(pipeline.Store, pipeline.NextDoorWithVenue(sequels)));

    private static Task<IntakeResult.Taken> TakeAsync(string json, Intake.Stage intake) => TakenByAsync(intake, json);

    private static IReadOnlyList<string> Rows(PipelineUnderTest of, string table) => of.Store.Read(store => store.Query<dynamic>($"SELECT * FROM {table}"))
        .Select(row => string.Join(", ", ((IDictionary<string, object>)row).Where(column => column.Key != "seq").Select(column => $"{column.Key}={column.Value}"))).ToList();

    /// <summary>What is written is undone at the commit, always or once.</summary>
    private sealed class SpoilingStore(IStore store, Exception failure, bool once = false) : IStore
    {
        private int spoiled;

        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => store.WriteAsync(
            turn,
            session =>
            {
                var answer = step(session);
                return once && spoiled++ > 0 ? answer : throw failure;
            },
            cancellationToken);

        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public T Read<T>(Func<StoreSession, T> query) => store.Read(query);
    }
}
