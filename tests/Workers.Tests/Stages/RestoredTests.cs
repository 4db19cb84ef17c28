using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>The store came from an old backup: the venue knows orders that it has forgotten.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class RestoredTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "checked");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Intake_opens_only_when_the_venues_orders_are_imported()
    {
        await RestoreAsync();
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.TakeAsync(AnIntent()));

        pipeline.Venue.ListsFail = true;
        await Assert.ThrowsAsync<VenueUnavailableException>(ImportAsync);
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.TakeAsync(AnIntent()));

        pipeline.Venue.ListsFail = false;
        await ImportAsync();
        Assert.That(await pipeline.TakeAsync(AnIntent()), Is.TypeOf<IntakeResult.Taken>());
    }

    [Test]
    public async Task What_is_imported_begins_before_the_newest_entry_though_an_earlier_one_was_dated_ahead()
    {
        pipeline.Clock.Step(TimeSpan.FromHours(2));
        await pipeline.TakeAsync(AnIntent(rebalance: "ahead"));
        pipeline.Clock.Step(TimeSpan.FromHours(-2));
        await pipeline.TakeAsync(AnIntent(rebalance: "newest"));
        var newest = pipeline.Now;
        pipeline.Clock.Advance(TimeSpan.FromHours(4));

        await pipeline.Store.WriteAsync(session => RestoredState.Begin(session, pipeline.Now));

        Assert.That(pipeline.Store.Read(RestorationTable.Active)!.Since, Is.EqualTo(newest - TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task The_import_waits_until_the_venue_must_show_what_the_lost_process_sent_at_its_last_moment()
    {
        await RestoreAsync();
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        pipeline.Clock.Advance(pipeline.Venue.SettleWindow - TimeSpan.FromTicks(1));
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.TakeAsync(AnIntent()));

        pipeline.Venue.ClosedOrders.Add(AtVenue(ClOrdIdOfTheIntent()));
        pipeline.Clock.Advance(TimeSpan.FromTicks(1));
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);

        Assert.That(await pipeline.TakeAsync(AnIntent(qty: 12)), Is.TypeOf<IntakeResult.Conflict>());
    }

    [Test]
    public async Task What_was_planned_otherwise_by_a_lost_store_is_denied_at_the_last_gate_when_its_order_is_seen_at_last()
    {
        var released = await pipeline.ReleasedAsync();
        var line = pipeline.Order(released.ClOrdId);
        var other = OrderKey.ClOrdId(OrderKey.Of(line.Slot, 7));
        await pipeline.Store.WriteAsync(session =>
        {
            ForgottenOrderTable.Remember(session, line.Venue, line.Account, other, line.Symbol, line.Side, new KnownTerms { Qty = 7 });
            return 0;
        });

        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That((pipeline.Order(released.ClOrdId).OrdStatus, pipeline.Venue.Sent.Count), Is.EqualTo((OrdStatus.Denied, 0)));
        Assert.That(pipeline.Store.Read(session => OrderTable.CodeOf(session, released.ClOrdId)), Is.EqualTo("SLOT_TAKEN"));
    }

    [Test]
    public async Task A_forgotten_order_is_listed_and_its_position_counts()
    {
        await RestoreAsync();
        pipeline.Venue.ClosedOrders.Add(AtVenue("FORGOTTEN"));
        pipeline.Venue.Executions.Add(pipeline.Report("FORGOTTEN", ExecType.Trade, "e1", 10, 100));

        await ImportAsync();
        await ImportAsync();

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "EXTERNAL_ORDER" }), "one for the order, whatever tells of it and however often");
        Assert.That(pipeline.Position().Qty, Is.EqualTo(10));
    }

    [Test]
    public async Task A_repeated_intent_finds_its_forgotten_order_at_the_venue_and_sends_nothing()
    {
        var clOrdId = await TakenAfterImportAsync(forgotten: true);

        var resolved = await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);

        Assert.That(resolved[0].Message, Is.TypeOf<OrderAcknowledged>());
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Order(clOrdId).CumQty), Is.EqualTo((OrdStatus.Filled, 10m)));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(10), "counted once, though the execution was booked before the order was known");
    }

    [Test]
    public async Task A_new_intent_is_sent_once_the_venue_is_proven_not_to_have_it()
    {
        var clOrdId = await TakenAfterImportAsync(forgotten: false);
        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Exposure().BuyQty), Is.EqualTo((OrdStatus.Unresolved, 10m)), "the venue is asked first");

        await pipeline.Submission.HandleAsync(await CheckedAsync(await ProvenAbsentAsync()), CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
        Assert.That(pipeline.Exposure().BuyQty, Is.EqualTo(10));
    }

    [Test]
    public async Task An_order_that_the_store_knows_and_the_venue_has_is_not_sent_though_no_claim_of_it_is_left()
    {
        var released = await pipeline.ReleasedAsync();
        await RestoreAsync();
        pipeline.Venue.OpenOrders.Add(AtVenue(released.ClOrdId) with { OrdStatus = OrdStatus.New, CumQty = 0 });
        await ImportAsync();
        await pipeline.Trading.EndRestoredAsync(new Actor("alice", "checked"));

        await pipeline.TwiceAsync(pipeline.Submission, released);

        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.New));
    }

    [Test]
    public async Task Once_an_operator_has_ended_the_state_orders_go_straight_out()
    {
        await RestoreAsync();
        Assert.That(await pipeline.Trading.EndRestoredAsync(new Actor("alice", "too soon")), Is.TypeOf<ActResult.Refused>());
        await ImportAsync();
        Assert.That(await pipeline.Trading.EndRestoredAsync(new Actor("alice", "checked")), Is.TypeOf<ActResult.Done>());

        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task Before_the_import_nothing_is_decided_about_any_order()
    {
        var proposed = await pipeline.ProposedAsync(rebalance: "r1");
        var validated = await pipeline.ValidatedAsync(qty: 11, rebalance: "r2");
        var released = await pipeline.ReleasedAsync(qty: 12, rebalance: "r3");
        await RestoreAsync();
        var journal = pipeline.JournalLength();
        pipeline.Clock.Advance(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Validation.HandleAsync(proposed, CancellationToken.None));
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Session.HandleAsync(validated, CancellationToken.None));
        await Assert.ThrowsAsync<FactsUnavailableException>(() => pipeline.Submission.HandleAsync(released, CancellationToken.None));
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty, "though all of them have expired");
        Assert.That(await pipeline.Orders.CancelAsync(released.ClOrdId, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("NOT_IMPORTED"));
        Assert.That(
            await pipeline.Orders.CancelAsync("AFTERTHEBACKUP", Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("NOT_IMPORTED"),
            "one that is not known yet may be at the venue");
        Assert.That(pipeline.JournalLength(), Is.EqualTo(journal));
        Assert.That(await pipeline.Trading.HaltAsync("all", Alice), Is.TypeOf<ActResult.Done>(), "a halt is possible at once");
    }

    [Test]
    public async Task An_order_of_the_backup_that_has_expired_meanwhile_is_denied_only_when_the_venue_is_proven_not_to_have_it()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Advance(TimeSpan.FromHours(1));
        await RestoreAsync();
        await ImportAsync();
        Assert.That(await pipeline.Submission.HandleAsync(released, CancellationToken.None), Is.All.Property("Message").InstanceOf<SubmissionUnresolved>());
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);

        await ProvenAbsentAsync();

        Assert.That((await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message, Is.TypeOf<OrderDenied>());
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task A_second_attempt_that_the_backup_has_still_to_make_is_asked_about_too()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        var second = await ProvenAbsentAsync<OrderReleased>(TimeSpan.FromSeconds(7));
        await RestoreAsync();
        await ImportAsync();
        pipeline.Venue.Answer = new OrderQuery.Found(AtVenue(second.ClOrdId));

        await pipeline.Submission.HandleAsync(second, CancellationToken.None);
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items, "the lost store has sent the second one");
    }

    [Test]
    public async Task A_cancel_of_an_order_of_the_backup_goes_to_the_venue()
    {
        var released = await pipeline.ReleasedAsync();
        await RestoreAsync();
        await ImportAsync();

        var done = (ActResult.Done)await pipeline.Orders.CancelAsync(released.ClOrdId, Alice);

        Assert.That(done.FollowUps.Single().Message, Is.TypeOf<CancelOrder>());
    }

    [Test]
    public async Task A_held_order_of_the_backup_is_held_again_once_it_is_proven_absent()
    {
        await pipeline.ProposedAsync(rebalance: "r1");
        var suspect = await pipeline.ProposedAsync(rebalance: "r2");
        await pipeline.Validation.HandleAsync(suspect, CancellationToken.None);
        Assert.That(pipeline.Order(suspect.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Held));
        await RestoreAsync();
        await ImportAsync();
        Assert.That(pipeline.Order(suspect.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));

        pipeline.Clock.Advance(pipeline.Venue.SettleWindow);
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(5));
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = (await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Select(told => told.Message).OfType<OrderProposed>();
        foreach (var proposed in again)
        {
            await pipeline.Validation.HandleAsync(proposed, CancellationToken.None);
        }

        Assert.That(pipeline.Order(suspect.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Held));
    }

    [Test]
    public async Task A_call_of_the_lost_store_decides_nothing_though_the_order_has_come_to_its_pass_by_itself()
    {
        await pipeline.ProposedAsync(rebalance: "r1");
        var held = await pipeline.ProposedAsync(rebalance: "r2");
        await pipeline.Validation.HandleAsync(held, CancellationToken.None);
        await pipeline.Store.WriteAsync(session => RestoredState.Begin(session, pipeline.Now));
        var lost = pipeline.Store.Read(RestorationTable.LostSequences).Single().UpTo;
        await ImportAsync();
        pipeline.Clock.Advance(pipeline.Venue.SettleWindow);
        for (var i = 0; i < 3; i++)
        {
            await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
            pipeline.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        var order = pipeline.Order(held.ClOrdId);
        Assert.That((order.Pass, order.OrdStatus), Is.EqualTo((2, OrdStatus.PendingNew)), "as it was after its release in the lost store");
        var validated = new OrderValidated { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = 2, Seq = lost, At = pipeline.Now };
        var released = new OrderReleased { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = 2, Seq = lost, At = pipeline.Now, Attempt = 2 };

        Assert.That(await pipeline.TwiceAsync(pipeline.Session, validated), Is.Empty);
        Assert.That(await pipeline.TwiceAsync(pipeline.Submission, released), Is.Empty);
        Assert.That(pipeline.Venue.Sent, Is.Empty, "no check of this store has let it through");
        Assert.That(pipeline.Order(order.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.PendingNew));
    }

    [Test]
    public async Task A_known_order_that_the_venue_has_under_other_terms_is_not_adopted()
    {
        var released = await pipeline.ReleasedAsync();
        await RestoreAsync();
        var other = AtVenue(released.ClOrdId) with { OrderQty = 11 };
        pipeline.Venue.ClosedOrders.Add(other);
        pipeline.Venue.Answer = new OrderQuery.Found(other);

        await ImportAsync();
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ID_COLLISION" }));
        Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));
    }

    // The journal's backup is an hour old.
    private Task RestoreAsync() =>
        pipeline.Store.WriteAsync(session => RestorationTable.Begin(session, pipeline.Now, pipeline.Now.AddHours(-2), lostAfter: 0, goesOnAfter: 0));

    private async Task ImportAsync()
    {
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
        pipeline.Clock.Advance(pipeline.Venue.SettleWindow);
        await pipeline.Import.ImportIfRestoredAsync(CancellationToken.None);
    }

    private Task<OrderProposed> ProvenAbsentAsync() => ProvenAbsentAsync<OrderProposed>(pipeline.Venue.SettleWindow);

    private async Task<T> ProvenAbsentAsync<T>(TimeSpan late)
        where T : OrderMessage
    {
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(late);
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        return (T)(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Single().Message;
    }

    private async Task<OrderReleased> CheckedAsync(OrderProposed proposed) =>
        await OneAsync<OrderValidated, OrderReleased>(pipeline.Session, await OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed));

    [Test]
    public async Task A_slot_that_was_forgotten_can_not_be_planned_anew_to_another_quantity()
    {
        await RestoreAsync();
        pipeline.Venue.ClosedOrders.Add(AtVenue(ClOrdIdOfTheIntent()));
        await ImportAsync();

        var conflict = ((IntakeResult.Conflict)await pipeline.TakeAsync(AnIntent(qty: 12))).Lines.Single();

        Assert.That((conflict.ClOrdId, conflict.Known.Qty, conflict.Asked.Qty), Is.EqualTo((ClOrdIdOfTheIntent(), 10m, 12m)));
        Assert.That(pipeline.Alerts(), Does.Contain("INTENT_CONFLICT"));
    }

    [Test]
    public void Of_two_restores_from_one_backup_the_second_passes_over_what_the_first_ones_store_has_written()
    {
        var first = RestoredState.GoesOnAfter(1000, pipeline.Now);

        Assert.That(RestoredState.GoesOnAfter(1000, pipeline.Now.AddMinutes(1)), Is.GreaterThan(first + 100_000));
        Assert.That(RestoredState.GoesOnAfter(1000, DateTimeOffset.UnixEpoch), Is.EqualTo(1_000_001_000), "a clock that is far behind makes it no smaller");
    }

    [Test]
    public async Task A_start_as_restored_that_fails_and_is_tried_again_knows_the_same_sequences_for_lost()
    {
        await pipeline.WorkingAsync();
        var newest = pipeline.Store.Read(JournalTable.NewestSeq);
        Assert.That(
            () => pipeline.Store.WriteAsync(session =>
            {
                RestoredState.Begin(session, pipeline.Now);
                throw new TimeoutException("the store took too long");
            }), Throws.TypeOf<TimeoutException>());

        await pipeline.Store.WriteAsync(session => RestoredState.Begin(session, pipeline.Now));

        Assert.That(pipeline.Store.Read(session => (RestorationTable.IsLost(session, newest), RestorationTable.IsLost(session, newest + 1))), Is.EqualTo((false, true)));
    }

    private async Task<string> TakenAfterImportAsync(bool forgotten)
    {
        await RestoreAsync();
        if (forgotten)
        {
            var clOrdId = ClOrdIdOfTheIntent();
            pipeline.Venue.ClosedOrders.Add(AtVenue(clOrdId));
            pipeline.Venue.Answer = new OrderQuery.Found(AtVenue(clOrdId));
            pipeline.Venue.Executions.Add(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));
        }

        await ImportAsync();
        var taken = (IntakeResult.Taken)await pipeline.TakeAsync(AnIntent());
        var proposed = taken.FollowUps.Select(told => told.Message).OfType<OrderProposed>().Single();
        Assert.That(await pipeline.TwiceAsync(pipeline.Validation, proposed), Is.Empty, "nothing is decided about it");
        return proposed.ClOrdId;
    }

    // What the agent's intent has as its order, worked out by a pipeline that has never seen it.
    private static string ClOrdIdOfTheIntent()
    {
        using var other = new PipelineUnderTest(StoreKind.Sqlite);
        return ((IntakeResult.Taken)other.TakeAsync(AnIntent()).GetAwaiter().GetResult()).Receipt.Orders.Single().ClOrdId;
    }

    private VenueOrder AtVenue(string clOrdId) => new()
    {
        ClOrdId = clOrdId, OrderId = "V1", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Market, OrderQty = 10, TimeInForce = TimeInForce.Day,
        OrdStatus = OrdStatus.Filled, CumQty = 10, TransactTime = pipeline.Now,
    };
}
