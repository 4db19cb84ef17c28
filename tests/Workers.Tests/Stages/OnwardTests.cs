using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using static Pipeline.Workers.Tests.Stages.TakenOrders;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Where the stage that is called next is in the same process, it decides in the turn of the one that calls it: all of it is recorded, or what could not be is left to its call.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class OnwardTests(StoreKind kind)
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
    public async Task A_new_order_comes_to_submission_in_the_turn_that_takes_it()
    {
        var turns = new CountedTurns(pipeline.Store);
        var taken = await TakeAsync(AnIntent(), pipeline.IntakeOn(turns, pipeline.NextDoor));

        Assert.That(turns.Count, Is.EqualTo(1));
        var released = (OrderReleased)taken.FollowUps.Single().Message;
        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "IntentReceived", "OrderProposed", "OrderValidated", "OrderReleased" }));
        Assert.That(Steps(), Is.EqualTo(new[] { "session", "validation" }));
        Assert.That(pipeline.Order(released.ClOrdId), Has.Property("ReservedQty").EqualTo(10).And.Property("ReferencePx").EqualTo(100));
        Assert.That(Unsent(), Is.EqualTo(1), "that it was proposed and validated says no more than that it was released");

        var sent = await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        Assert.That(sent[^1].Message, Is.TypeOf<OrderAcknowledged>());
    }

    [Test]
    public async Task It_is_the_same_order_as_one_that_went_from_queue_to_queue()
    {
        const string Limited = ""","valid_until":"2026-03-02T20:00:00Z" """;
        using var queues = new PipelineUnderTest(kind);
        var called = await queues.ReleasedAsync(Limited);
        var together = await TakeAsync(AnIntent(Limited));

        Assert.That(together.FollowUps.Single().Message, Is.EqualTo(called));
        Assert.That(pipeline.Order(called.ClOrdId), Is.EqualTo(queues.Order(called.ClOrdId)));
        Assert.That(Story(pipeline), Is.EqualTo(Story(queues)), "and its story says the same");
    }

    [Test]
    public async Task What_a_check_denies_is_denied_at_once_and_told_as_that()
    {
        await pipeline.LimitAsync("""{"global":{"max_order_qty":5}}""");
        var taken = await TakeAsync(AnIntent());

        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("MAX_ORDER_QTY"));
        Assert.That(pipeline.Order(IdOf(taken)).OrdStatus, Is.EqualTo(OrdStatus.Denied));
        Assert.That(Steps(), Is.EqualTo(new[] { "validation" }));
    }

    [Test]
    public async Task A_check_that_lacks_a_fact_is_called_as_if_nobody_had_tried()
    {
        pipeline.Clock.Advance(TimeSpan.FromHours(1));
        var taken = await TakeAsync(AnIntent());

        var proposed = taken.FollowUps.Single();
        Assert.That(proposed, Has.Property("IsTaken").False.And.Property("Message").TypeOf<OrderProposed>(), "nobody has said for an hour what the account is worth");
        Assert.That(Steps(), Is.Empty);

        pipeline.RefreshAccount();
        var told = await pipeline.ValidationOn(pipeline.Store, pipeline.NextDoor).HandleAsync((OrderProposed)proposed.Message, CancellationToken.None);
        Assert.That(told.Single().Message, Is.TypeOf<OrderReleased>(), "and from there on it goes on together");
    }

    [Test]
    public async Task A_call_that_comes_again_finds_its_step()
    {
        await TakeAsync(AnIntent());
        var (length, order) = (pipeline.JournalLength(), pipeline.Store.Read(store => OrderTable.Find(store, store.Scalar<string>("SELECT cl_ord_id FROM orders")!))!);

        var told = await pipeline.ValidationOn(pipeline.Store, pipeline.NextDoor).HandleAsync(
            new OrderProposed { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = 1, Seq = 2, At = pipeline.Now }, CancellationToken.None);
        Assert.That(told.Single().Message, Is.TypeOf<OrderReleased>(), "and what followed is told again");
        Assert.That(pipeline.JournalLength(), Is.EqualTo(length));
    }

    [Test]
    public async Task A_stage_that_breaks_after_it_has_written_takes_nothing_with_it()
    {
        var taken = await TakeAsync(AnIntent(), IntakeBefore(new BrokenStage(session => session.Execute("UPDATE orders SET detail = 'half'"), new InvalidOperationException("broken"))));

        Assert.That(taken.FollowUps.Single(), Has.Property("IsTaken").False.And.Property("Message").TypeOf<OrderProposed>(), "its call tells what is wrong with it");
        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "IntentReceived", "OrderProposed" }));
        Assert.That(pipeline.Store.Read(store => store.Scalar<string>("SELECT detail FROM orders")), Is.Null);
    }

    [TestCase(true)]
    [TestCase(false, Description = "it shows at the commit")]
    public async Task A_statement_that_fails_in_it_takes_nothing_with_it_either(bool isAwaited)
    {
        const string Fails = "UPDATE orders SET seq = NULL";
        var taken = await TakeAsync(AnIntent(), IntakeBefore(new BrokenStage(session =>
        {
            if (isAwaited)
            {
                session.Execute(Fails);
            }
            else
            {
                session.Write(Fails);
            }
        }, null)));

        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderProposed>());
        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "IntentReceived", "OrderProposed" }));
    }

    [Test]
    public void A_store_that_is_lost_meanwhile_has_recorded_nothing()
    {
        var intake = IntakeBefore(new BrokenStage(_ => { }, new StoreUnavailableException("the disk is away")));

        Assert.That(async () => await TakeAsync(AnIntent(), intake), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(pipeline.JournalLength(), Is.Zero);
    }

    [Test]
    public async Task A_stage_that_can_not_even_begin_keeps_nobody_from_recording()
    {
        var taken = await TakeAsync(AnIntent(), IntakeBefore(new UnreadyStage(Task.FromException<OnwardStep>(new IOException("the overrides' folder is away")))));
        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderProposed>());

        taken = await TakeAsync(AnIntent(rebalance: "r2"), IntakeBefore(new UnreadyStage(new TaskCompletionSource<OnwardStep>().Task)));
        Assert.That(taken.FollowUps.Single().Message, Is.TypeOf<OrderProposed>(), "nor does one that waits for a file that does not answer");
    }

    [Test]
    public async Task What_is_counted_by_the_second_is_counted_when_it_is_decided()
    {
        await pipeline.LimitAsync("""{"global":{"max_orders_per_second":1, "duplicate_window_s":0}}""");
        var late = new LateTurns(pipeline.Store, () => pipeline.Clock.Advance(TimeSpan.FromSeconds(5)));
        await TakeAsync(AnIntent(), pipeline.IntakeOn(late, pipeline.NextDoor));
        var second = await TakeAsync(AnIntent(rebalance: "r2"));

        Assert.That(second.FollowUps.Single().Message, Is.TypeOf<OrderDenied>(), "the one that has waited for its turn counts from then");
    }

    [Test]
    public async Task Of_the_lines_of_an_intent_a_later_one_finds_the_room_that_an_earlier_one_has_taken()
    {
        await pipeline.LimitAsync("""{"global":{"max_symbol_net":1500, "self_cross": true}}""");
        var taken = await TakeAsync(TwoLines);

        Assert.That(taken.FollowUps.Select(told => told.Message.GetType()), Is.EqualTo(new[] { typeof(OrderReleased), typeof(OrderDenied) }));
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10));
    }

    [Test]
    public async Task A_large_intent_keeps_nobody_waiting_for_all_of_its_lines()
    {
        var lines = Enumerable.Range(1, 9).Select(nth => $$"""{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market","leg":"{{nth}}"}""");
        var taken = await TakeAsync($$"""{"rebalance_id":"r1","portfolio":"core","orders":[{{string.Join(',', lines)}}]}""");

        Assert.That(taken.FollowUps.Select(told => told.Message), Has.Exactly(9).Items.And.All.TypeOf<OrderProposed>());
    }

    [Test]
    public async Task An_answer_is_booked_in_the_turn_that_records_it()
    {
        var released = await pipeline.ReleasedAsync();
        var told = await pipeline.SubmissionOn(pipeline.Store, pipeline.NextDoor).HandleAsync(released, CancellationToken.None);

        Assert.That(told.Select(followUp => followUp.Message.GetType()), Is.EqualTo(new[] { typeof(OrderSubmitting), typeof(OrderStatusChanged) }));
        Assert.That(pipeline.Order(released.ClOrdId), Has.Property("OrdStatus").EqualTo(OrdStatus.New).And.Property("OrderId").EqualTo("V1"));
        Assert.That(Steps(), Does.Contain("reconciliation:OrderAcknowledged/1"));
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Outcome, Is.EqualTo("acknowledged"));
    }

    [Test]
    public async Task A_refusal_too()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("NO", "not today");
        var released = await pipeline.ReleasedAsync();
        var told = await pipeline.SubmissionOn(pipeline.Store, pipeline.NextDoor).HandleAsync(released, CancellationToken.None);

        Assert.That(told[^1].Message, Is.TypeOf<OrderStatusChanged>().With.Property("IsTerminal").True);
        Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Rejected));
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task An_order_of_which_nobody_knows_what_became_is_told_as_that()
    {
        pipeline.Venue.OnSubmit = _ => throw new HttpRequestException("connection reset");
        var released = await pipeline.ReleasedAsync();
        var told = await pipeline.SubmissionOn(pipeline.Store, pipeline.NextDoor).HandleAsync(released, CancellationToken.None);

        Assert.That(told[^1], Has.Property("IsTaken").True.And.Property("Message").TypeOf<SubmissionUnresolved>(), "the sagas hear it, and nobody is called");
        Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));
    }

    [Test]
    public async Task An_answer_that_the_venues_reports_have_told_already_is_told_as_an_answer()
    {
        pipeline.Venue.OnSubmit = order =>
        {
            pipeline.BookAsync(pipeline.Report(order.ClOrdId, ExecType.New, "e1")).GetAwaiter().GetResult();
            return new SubmitOutcome.Acknowledged("V1");
        };
        var released = await pipeline.ReleasedAsync();
        var told = await pipeline.SubmissionOn(pipeline.Store, pipeline.NextDoor).HandleAsync(released, CancellationToken.None);

        Assert.That(told[^1], Has.Property("IsTaken").True.And.Property("Message").TypeOf<OrderAcknowledged>());
        Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.New));
    }

    [Test]
    public async Task What_is_counted_over_all_accounts_is_not_counted_by_two_at_once()
    {
        await pipeline.LimitAsync("""{"global":{"max_orders_per_day":5}}""");
        var counted = new CountedTurns(pipeline.Store);
        await TakeAsync(AnIntent(), pipeline.IntakeOn(counted, pipeline.NextDoor));

        Assert.That(counted.Names, Does.Contain("orders/global"), "the turn that takes the order names what validation counts");
    }

    [Test]
    public async Task How_long_each_decision_took_is_told_once_it_is_recorded()
    {
        var took = new List<string>();
        await TakeAsync(AnIntent(), pipeline.IntakeOn(pipeline.Store, new OnwardStages(
            message => message == typeof(OrderProposed) ? pipeline.Validation : message == typeof(OrderValidated) ? pipeline.Session : null, step => took.Add(step.Stage))));

        Assert.That(took, Is.EquivalentTo(new[] { "validation", "session" }));
    }

    private Task<IntakeResult.Taken> TakeAsync(string json, Intake.Stage? intake = null) => TakenByAsync(intake ?? pipeline.IntakeOn(pipeline.Store, pipeline.NextDoor), json);

    private Intake.Stage IntakeBefore(IOnwardStage stage) => pipeline.IntakeOn(pipeline.Store, new OnwardStages(message => message == typeof(OrderProposed) ? stage : null));

    private long Unsent() => pipeline.Store.Read(FollowUpTable.CountUnsent);

    private IReadOnlyList<string> Steps() => pipeline.Store.Read(store => store.Query<string>("SELECT stage FROM steps ORDER BY stage"));

    /// <summary>A stage that writes something, and then throws.</summary>
    private sealed class BrokenStage(Action<StoreSession> write, Exception? failure) : IOnwardStage
    {
        public Type? Leads => null;

        public Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult(new OnwardStep(Pipeline.Store.Steps.Stages.Validation, (_, _, _) => { }, (session, _, _, _) =>
        {
            write(session);
            return failure is null ? [] : throw failure;
        }));
    }

    private sealed class UnreadyStage(Task<OnwardStep> step) : IOnwardStage
    {
        public Type? Leads => null;

        public Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken) => step;
    }

    /// <summary>Whoever writes waits for its turn.</summary>
    private sealed class LateTurns(IStore store, Action wait) : IStore
    {
        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
        {
            wait();
            return store.WriteAsync(turn, step, cancellationToken);
        }

        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public T Read<T>(Func<StoreSession, T> query) => store.Read(query);
    }
}
