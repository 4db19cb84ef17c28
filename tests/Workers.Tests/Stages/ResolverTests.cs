using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ResolverTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;
    private string clOrdId = "";

    [SetUp]
    public async Task LoseAnAnswer()
    {
        pipeline = new PipelineUnderTest(kind);
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var followUps = await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        var unresolved = (SubmissionUnresolved)followUps[^1].Message;
        await pipeline.TwiceAsync(pipeline.Reconciliation, unresolved);
        clOrdId = unresolved.ClOrdId;
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Found_is_an_acknowledgement()
    {
        pipeline.Venue.Answer = new OrderQuery.Found(AtVenue());

        var acknowledged = (await ResolveAsync()).Single().Message as OrderAcknowledged;
        await pipeline.Reconciliation.HandleAsync(acknowledged!, CancellationToken.None);

        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.New));
        Assert.That(await ResolveAsync(), Is.Empty, "nothing is open any more");
        Assert.That(pipeline.Venue.Queries, Is.EqualTo(1));
    }

    [Test]
    public async Task Not_found_too_early_proves_nothing()
    {
        // The send deadline is 2 s and the venue may work on it for 5 more.
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7) - TimeSpan.FromTicks(1));

        Assert.That(await ResolveAsync(), Is.Empty);
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));
        Assert.That(pipeline.Claims(clOrdId).Single().NextCheckAt, Is.GreaterThan(pipeline.Now));
    }

    [Test]
    public async Task However_often_it_is_not_found_inside_the_settle_window_it_may_still_arrive()
    {
        // Past the send deadline of 2 s, inside the 5 s in which the venue may still be working on it.
        for (var second = 3; second < 7; second++)
        {
            pipeline.Clock.SetUtcNow(pipeline.Claims(clOrdId).Single().ClaimedAt.AddSeconds(second));
            await pipeline.Store.WriteAsync(session => session.Execute("UPDATE claims SET next_check_at = claimed_at"));
            Assert.That(await ResolveAsync(), Is.Empty, $"after {second} s");
        }

        Assert.That(pipeline.Venue.Queries, Is.EqualTo(4));
        Assert.That(pipeline.Claims(clOrdId).Single().Absences, Is.Zero);
    }

    [Test]
    public async Task Not_found_late_enough_permits_a_second_attempt()
    {
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.That(await ResolveAsync(), Is.Empty, "a single not-found is no proof");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var released = (await ResolveAsync()).Single().Message as OrderReleased;
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Acknowledged("V2");
        var followUps = await pipeline.Submission.HandleAsync(released!, CancellationToken.None);

        Assert.That(await pipeline.Submission.HandleAsync(released!, CancellationToken.None), Is.SupersetOf(followUps), "redelivered");
        Assert.That(released!.Attempt, Is.EqualTo(2));
        Assert.That(pipeline.Claims(clOrdId).Select(claim => claim.Outcome), Is.EqualTo(new[] { ClaimOutcome.NotFound, ClaimOutcome.Acknowledged }));
        Assert.That(pipeline.Venue.Sent.Select(sent => sent.ClOrdId), Is.EqualTo(new[] { clOrdId, clOrdId }), "under the same id, so that the venue itself would refuse a double");
    }

    [Test]
    public async Task No_answer_never_counts_however_late()
    {
        pipeline.Venue.Answer = new OrderQuery.Unavailable(VenueFault.Transport, "503");
        for (var i = 0; i < 20; i++)
        {
            pipeline.Clock.Advance(TimeSpan.FromHours(1));
            Assert.That(await ResolveAsync(), Is.Empty);
        }

        Assert.That(pipeline.Venue.Queries, Is.EqualTo(20));
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty, "valid_until ends nothing that may be at the venue");
        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Exposure().BuyQty), Is.EqualTo((OrdStatus.Unresolved, 10m)));
    }

    [Test]
    public async Task The_questions_come_at_growing_pauses()
    {
        pipeline.Venue.Answer = new OrderQuery.Unavailable(VenueFault.Transport, "503");
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            await ResolveAsync();
            var next = pipeline.Claims(clOrdId).Single().NextCheckAt!.Value;
            pauses.Add((next - pipeline.Now).TotalSeconds);
            pipeline.Clock.SetUtcNow(next);
        }

        Assert.That(pauses, Is.EqualTo(new[] { 1, 2, 4, 8, 15, 30, 30 }), "half a minute after the send a person is told, on time");
    }

    [Test]
    public async Task Another_order_under_our_id_alerts_once_and_settles_nothing()
    {
        pipeline.Venue.Answer = new OrderQuery.Found(AtVenue() with { OrderQty = 11 });
        await ResolveAsync();
        pipeline.Clock.Advance(TimeSpan.FromHours(1));

        Assert.That(await ResolveAsync(), Is.Empty);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ID_COLLISION" }));
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));
    }

    [Test]
    public async Task Other_prices_under_our_id_are_a_collision_too()
    {
        pipeline.Venue.Answer = new OrderQuery.Found(AtVenue() with { OrdType = OrdType.Limit, Price = 100 });
        await ResolveAsync();

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ID_COLLISION" }));
    }

    [Test]
    public async Task A_person_is_told_once_when_the_budget_is_spent()
    {
        pipeline.Venue.Answer = new OrderQuery.Unavailable(VenueFault.ServerError, "503");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        await ResolveAsync();
        Assert.That(pipeline.Alerts(), Is.Empty);

        for (var i = 0; i < 3; i++)
        {
            pipeline.Clock.SetUtcNow(pipeline.Claims(clOrdId).Single().NextCheckAt!.Value);
            await ResolveAsync();
        }

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_UNRESOLVED" }));
    }

    [Test]
    public async Task A_fast_fill_that_the_look_up_and_the_open_orders_do_not_show_is_found_among_the_closed()
    {
        pipeline.Venue.ClosedOrders.Add(AtVenue() with { OrdStatus = OrdStatus.Filled, CumQty = 10 });
        pipeline.Venue.Executions.Add(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));

        var followUps = await ResolveAsync();

        Assert.That(followUps[0].Message, Is.TypeOf<OrderAcknowledged>());
        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Order(clOrdId).CumQty), Is.EqualTo((OrdStatus.Filled, 10m)));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(10));
    }

    [Test]
    public async Task An_execution_alone_is_evidence()
    {
        pipeline.Venue.Executions.Add(pipeline.Report(clOrdId, ExecType.Trade, "e1", 4, 100));

        await ResolveAsync();

        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Order(clOrdId).CumQty), Is.EqualTo((OrdStatus.PartiallyFilled, 4m)));
    }

    [Test]
    public async Task An_order_found_canceled_without_a_fill_is_no_success()
    {
        pipeline.Venue.Answer = new OrderQuery.Found(AtVenue() with { OrdStatus = OrdStatus.Canceled });

        await ResolveAsync();

        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task A_list_that_gives_no_answer_leaves_it_open_though_the_look_up_found_nothing()
    {
        pipeline.Venue.ListsFail = true;
        for (var i = 0; i < 5; i++)
        {
            pipeline.Clock.Advance(TimeSpan.FromHours(1));
            Assert.That(await ResolveAsync(), Is.Empty);
        }

        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Unresolved));
    }

    [Test]
    public async Task Proven_absent_after_valid_until_it_is_denied_with_the_proof()
    {
        pipeline.Clock.Advance(TimeSpan.FromMinutes(20));
        await ResolveAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var released = (OrderReleased)(await ResolveAsync()).Single().Message;
        var denied = (OrderDenied)(await pipeline.Submission.HandleAsync(released, CancellationToken.None)).Single().Message;

        Assert.That(denied.Code, Is.EqualTo("INTENT_EXPIRED"));
        Assert.That(denied.Detail, Does.Contain("attempt_1=not found 2 times in a row: by_cl_ord_id at"));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task A_report_of_the_venue_is_evidence_enough()
    {
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));

        Assert.That(await ResolveAsync(), Is.Empty);
        Assert.That((pipeline.Venue.Queries, pipeline.Order(clOrdId).OrdStatus), Is.EqualTo((0, OrdStatus.Filled)));
    }

    [Test]
    public async Task A_clock_that_is_set_ahead_makes_no_absence_late()
    {
        pipeline.Clock.Step(TimeSpan.FromHours(1));
        for (var second = 1; second < 7; second++)
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
            await pipeline.Store.WriteAsync(session => session.Execute("UPDATE claims SET next_check_at = claimed_at"));
            Assert.That(await ResolveAsync(), Is.Empty);
        }

        Assert.That(pipeline.Claims(clOrdId).Single().Absences, Is.Zero, "the deadline and the settle window are 7 s, and so much has not passed");
    }

    [Test]
    public async Task A_clock_that_is_set_back_puts_off_no_question_no_proof_and_no_page()
    {
        pipeline.Clock.Step(TimeSpan.FromHours(-1));
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        await ResolveAsync();
        Assert.That(pipeline.Claims(clOrdId).Single().Absences, Is.EqualTo(1));

        pipeline.Venue.Answer = new OrderQuery.Unavailable(VenueFault.ServerError, "503");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(30));
        await ResolveAsync();
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_UNRESOLVED" }));
    }

    [Test]
    public async Task The_first_question_waits_for_the_senders_call_also_where_that_may_take_longer_than_any_pause()
    {
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE claims SET outcome = NULL, next_check_at = @at", new { at = pipeline.Now.AddMinutes(2) }));
        pipeline.Clock.Advance(TimeSpan.FromSeconds(60));
        await ResolveAsync();
        Assert.That(pipeline.Venue.Queries, Is.Zero, "the call is under way");

        pipeline.Clock.Step(TimeSpan.FromHours(-1));
        await ResolveAsync();
        Assert.That(pipeline.Venue.Queries, Is.EqualTo(1), "a claim that will be made in an hour was made before the clock was set back");
    }

    [Test]
    public async Task A_process_that_starts_anew_counts_from_its_start()
    {
        pipeline.Clock.Advance(TimeSpan.FromHours(1));
        var later = pipeline.AnotherResolver();
        await later.ResolveDueAsync(CancellationToken.None);
        Assert.That(pipeline.Claims(clOrdId).Single().Absences, Is.Zero, "the hour may be the clock's and not the world's");

        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        await later.ResolveDueAsync(CancellationToken.None);
        Assert.That(pipeline.Claims(clOrdId).Single().Absences, Is.EqualTo(1));
    }

    [Test]
    public async Task While_the_venue_wants_to_be_left_alone_nobody_asks_and_a_person_is_told_on_time()
    {
        pipeline.Venue.LeftAlone = TimeSpan.FromMinutes(10);
        await ResolveAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(30));
        await ResolveAsync();

        Assert.That(pipeline.Venue.Queries, Is.Zero);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_UNRESOLVED" }));
    }

    [Test]
    public async Task After_two_sends_that_are_proven_absent_it_is_held_until_a_person_decides()
    {
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            await pipeline.Submission.HandleAsync(await ProvenAbsentAsync(), CancellationToken.None);
        }

        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Venue.Sent.Count), Is.EqualTo((OrdStatus.Held, 2)));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "RESEND_LIMIT" }));
        pipeline.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty, "time alone does not end it");
    }

    [Test]
    public async Task A_release_is_good_for_one_more_send()
    {
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            await pipeline.Submission.HandleAsync(await ProvenAbsentAsync(), CancellationToken.None);
        }

        pipeline.RefreshAccount();
        var proposed = (OrderProposed)((ActResult.Done)await pipeline.Orders.ReleaseAsync(clOrdId, new Actor("alice", "looked"))).FollowUps.Single().Message;
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        var released = await PipelineUnderTest.OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated);
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(3));

        await pipeline.Submission.HandleAsync(await ProvenAbsentAsync(), CancellationToken.None);
        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Venue.Sent.Count), Is.EqualTo((OrdStatus.Held, 3)), "the next one needs another release");
    }

    [Test]
    public async Task What_was_proven_absent_and_is_reported_all_the_same_is_not_sent_again_when_its_next_attempt_comes()
    {
        var second = await ProvenAbsentAsync();
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.New, "e1"));

        await pipeline.TwiceAsync(pipeline.Submission, second);

        Assert.That((pipeline.Order(clOrdId).OrdStatus, pipeline.Venue.Sent.Count), Is.EqualTo((OrdStatus.New, 1)));
    }

    private Task<IReadOnlyList<FollowUp>> ResolveAsync() => pipeline.Resolver.ResolveDueAsync(CancellationToken.None);

    private async Task<OrderReleased> ProvenAbsentAsync()
    {
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        await ResolveAsync();
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        return (OrderReleased)(await ResolveAsync()).Single().Message;
    }

    private VenueOrder AtVenue() => new()
    {
        ClOrdId = clOrdId, OrderId = "V1", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Market, OrderQty = 10, TimeInForce = TimeInForce.Day,
        OrdStatus = OrdStatus.New, CumQty = 0, TransactTime = pipeline.Now,
    };
}
