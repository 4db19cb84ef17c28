using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Ledger;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Worklists;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Somebody wants an order canceled, at any moment of its life.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class CancelTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "wrong size");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task What_was_never_sent_is_denied_and_its_message_on_the_way_sends_nothing()
    {
        var released = await pipeline.ReleasedAsync();

        var done = await DoneAsync(pipeline.Orders.CancelAsync(released.ClOrdId, Alice));
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(done.FollowUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("CANCELED"));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Exposure().BuyQty, Is.Zero);
    }

    [Test]
    public async Task An_agent_hears_of_no_other_strategys_order_that_has_the_same_id_at_its_venue()
    {
        var ids = new List<string>();
        foreach (var strategy in new[] { "mine", "theirs", "mine" })
        {
            var taken = await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: $"r{ids.Count}").Insert(1, $"\"strategy_id\":\"{strategy}\","));
            ids.Add(((IntakeResult.Taken)taken).Receipt.Orders.Single().ClOrdId);
        }

        var cancels = new AgentCancels(pipeline.Store, pipeline.Clock);
        var me = Caller.Strategy("mine", "k", [Scope.Cancel]);
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET order_id = 'V1', venue = (SELECT venue FROM accounts) WHERE cl_ord_id <> @last", new { last = ids[2] }));
        Assert.That(await cancels.CancelAsync("V1", me, "no longer"), Is.TypeOf<ActResult.Done>(), "only one of them is there for me");

        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET order_id = 'V1', venue = (SELECT venue FROM accounts)"));
        var refused = (ActResult.Refused)await cancels.CancelAsync("V1", me, "no longer");
        Assert.That(refused.Why, Does.Contain(ids[0]).And.Contain(ids[2]).And.Contain("2 orders").And.Not.Contain(ids[1]));
    }

    [Test]
    public async Task What_works_at_the_venue_is_asked_for_and_ends_by_its_report()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;

        await pipeline.TwiceAsync(pipeline.Cancels, await AskAsync(clOrdId));
        Assert.That(pipeline.Venue.Cancels, Is.EqualTo(new[] { new OrderCancelRequest(clOrdId, "V1", "AAPL", Side.Buy, 10) }));
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.New), "a request that was taken is no cancel yet");

        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Canceled, "e1"));
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
    }

    [Test]
    public async Task A_missing_answer_is_asked_for_again_at_growing_pauses()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        pipeline.Venue.CancelAnswer = new CancelOutcome.Unknown("TIMEOUT");
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        var pauses = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            var next = pipeline.Store.Read(CancelTable.NextDue)!.Value;
            pauses.Add((next - pipeline.Now).TotalSeconds);
            pipeline.Clock.SetUtcNow(next);
            var again = (CancelOrder)(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message;
            await pipeline.Cancels.HandleAsync(again, CancellationToken.None);
        }

        Assert.That(pauses, Is.EqualTo(new[] { 1, 2, 4 }));
        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_venue_that_does_not_know_an_unresolved_order_yet_is_asked_again()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("UNKNOWN_ORDER", "not found");

        await pipeline.Cancels.HandleAsync(await AskAsync(released.ClOrdId), CancellationToken.None);

        Assert.That(pipeline.Store.Read(CancelTable.NextDue), Is.Not.Null);
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task A_venue_that_does_not_know_an_order_by_our_id_yet_is_asked_again_though_it_has_taken_the_order_meanwhile()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        var asked = await AskAsync(released.ClOrdId);
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("UNKNOWN_ORDER", "not found");

        // Between the question and its record the venue's report comes in.
        pipeline.Venue.OnAsked = () => pipeline.BookAsync(pipeline.Report(released.ClOrdId, ExecType.New, null)).GetAwaiter().GetResult();
        await pipeline.Cancels.HandleAsync(asked, CancellationToken.None);
        Assert.That(pipeline.Alerts(), Is.Empty);

        pipeline.Venue.OnAsked = null;
        pipeline.Clock.SetUtcNow(pipeline.Store.Read(CancelTable.NextDue)!.Value);
        await pipeline.Cancels.HandleAsync((CancelOrder)(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message, CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels.Select(cancel => cancel.OrderId), Is.EqualTo(new[] { null, "V1" }));
    }

    [Test]
    public async Task A_venue_that_does_not_know_what_it_has_numbered_itself_has_refused()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("UNKNOWN_ORDER", "not found");
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "CANCEL_REJECTED" }));
    }

    [Test]
    public async Task A_cancel_whose_call_is_lost_is_sent_there_again_until_the_venue_is_asked_and_a_person_told_once()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        var lost = await AskAsync(clOrdId);
        var again = new List<CancelOrder>();
        for (var i = 0; i < 3; i++)
        {
            pipeline.Clock.SetUtcNow(pipeline.Store.Read(CancelTable.NextDue)!.Value);
            again.Add((CancelOrder)(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message);
        }

        Assert.That(again, Is.All.EqualTo(lost), "the same call, and no other attempt");
        Assert.That(pipeline.Now - lost.At, Is.EqualTo(4 * CancelTable.LongestUnasked));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "ORDER_STUCK" }));
        Assert.That(Worklist().Single(), Is.EqualTo((WorkKind.StuckCancel, clOrdId)), "whoever is paged finds it in the worklist");
        Assert.That(pipeline.Store.Read(LedgerCheck.Run).Differences, Is.Empty);

        await pipeline.TwiceAsync(pipeline.Cancels, again[0]);
        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(1));
        Assert.That(Worklist(), Is.Empty);
    }

    [Test]
    public async Task A_clock_that_is_set_back_does_not_keep_a_lost_call_from_being_sent_again()
    {
        var lost = await AskAsync((await pipeline.WorkingAsync()).ClOrdId);

        pipeline.Clock.Step(TimeSpan.FromHours(-1));

        Assert.That((await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message, Is.EqualTo(lost));
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty, "and not again and again");
    }

    [Test]
    public async Task A_cancel_that_waits_for_the_venues_pause_to_end_is_not_lost()
    {
        var asked = await AskAsync((await pipeline.WorkingAsync()).ClOrdId);
        pipeline.Clock.SetUtcNow(asked.At + CancelTable.LongestUnasked);
        await pipeline.Store.WriteAsync(session => CallWaitTable.Say(session, "paper", CallWaitTable.RatePermit, "left alone", pipeline.Now));

        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task A_cancel_that_an_older_version_has_recorded_and_nobody_asked_for_is_looked_after()
    {
        var lost = await AskAsync((await pipeline.WorkingAsync()).ClOrdId);
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE cancels SET next_attempt_at = NULL, answered_at = NULL"));
        await pipeline.Store.WriteAsync(session => session.Execute(Migration("0079_cancels_looked_after.sql")));
        pipeline.Clock.Advance(CancelTable.LongestUnasked);

        Assert.That((await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message, Is.EqualTo(lost));
    }

    [Test]
    public async Task A_cancel_that_waits_behind_others_which_are_worked_off_is_not_lost()
    {
        var first = await AskAsync((await pipeline.WorkingAsync()).ClOrdId);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await AskAsync((await pipeline.WorkingAsync(9, "r2")).ClOrdId);
        pipeline.Clock.SetUtcNow(second.At + CancelTable.LongestUnasked - TimeSpan.FromSeconds(2));
        await pipeline.Cancels.HandleAsync(first, CancellationToken.None);

        pipeline.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);
        Assert.That(pipeline.Alerts(), Is.Empty);

        await pipeline.Cancels.HandleAsync(second, CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_unresolved_order_that_is_proven_absent_is_not_sent_again_once_its_cancel_stands()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        await AskAsync(released.ClOrdId);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(7));
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (OrderReleased)(await pipeline.Resolver.ResolveDueAsync(CancellationToken.None)).Single().Message;

        var denied = (await pipeline.Submission.HandleAsync(second, CancellationToken.None)).Single().Message;

        Assert.That(denied, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("CANCELED"));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task A_cancel_that_the_venue_took_and_that_comes_to_nothing_pages_once()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            pipeline.Clock.Advance(pipeline.SubmissionOptions.CancelStuckAfter);
            Assert.That(await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None), Is.Empty);
        }

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "CANCEL_STUCK" }));
        Assert.That(pipeline.Order(clOrdId).OrdStatus, Is.EqualTo(OrdStatus.New), "time ends nothing");
        Assert.That(Worklist().Single(), Is.EqualTo((WorkKind.StuckCancel, clOrdId)), "whoever is paged finds it in the worklist");

        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Canceled, "c1"));
        Assert.That(Worklist(), Is.Empty);
    }

    private static string Migration(string script)
    {
        var assembly = typeof(CancelTable).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().First(name => name.EndsWith(script, StringComparison.Ordinal)))!);
        return reader.ReadToEnd();
    }

    private IEnumerable<(WorkKind Kind, string Subject)> Worklist() => pipeline.Store.Read(session => WorklistQuery.All(session, pipeline.Clock.GetUtcNow())).Select(item => (item.Kind, item.Subject));

    [Test]
    public async Task What_is_done_can_not_be_canceled_and_what_is_being_canceled_not_twice()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await AskAsync(clOrdId);
        Assert.That(await pipeline.Orders.CancelAsync(clOrdId, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("CANCEL_PENDING"));

        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));
        Assert.That(await pipeline.Orders.CancelAsync(clOrdId, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("ORDER_DONE"));
        Assert.That(await pipeline.Orders.CancelAsync("NOBODY", Alice), Is.TypeOf<ActResult.NotFound>());
    }

    [Test]
    public async Task What_is_over_here_and_open_at_the_venue_is_asked_for_there()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        var first = await AskAsync(clOrdId);
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Canceled, null));
        await pipeline.Cancels.HandleAsync(first, CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels, Is.Empty, "it was over before its turn came");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await DiffersAsync(clOrdId, "New, 0 of 10 filled");

        var second = await AskAsync(clOrdId);
        Assert.That(await pipeline.Orders.CancelAsync(clOrdId, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("CANCEL_PENDING"));
        await pipeline.TwiceAsync(pipeline.Cancels, second);

        Assert.That(pipeline.Venue.Cancels.Select(cancel => cancel.OrigClOrdId), Is.EqualTo(new[] { clOrdId }));
    }

    [TestCase("Canceled, 3 of 10 filled")]
    [TestCase("no such order")]
    public async Task What_is_over_on_both_sides_and_differs_is_asked_for_nowhere(string theirs)
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Canceled, null));
        await DiffersAsync(clOrdId, theirs);

        Assert.That(await pipeline.Orders.CancelAsync(clOrdId, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("ORDER_DONE"));
    }

    [Test]
    public async Task After_a_downtime_the_comparison_comes_before_the_page()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromHours(1));
        await pipeline.Store.WriteAsync(session =>
        {
            ReconcilingState.Begin(session, "paper", pipeline.Order(clOrdId).Account, pipeline.Now);
            return true;
        });
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
        Assert.That(pipeline.Alerts(), Is.Empty, "what became of it may be in the venue's lists");

        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Canceled, null));
        await pipeline.Store.WriteAsync(session =>
        {
            ReconciliationTable.Finish(session, "paper", pipeline.Order(clOrdId).Account, 1, pipeline.Now, null, pipeline.Now);
            return true;
        });
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task What_is_still_open_after_the_comparison_pages()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromHours(1));
        await pipeline.Store.WriteAsync(session =>
        {
            ReconcilingState.Begin(session, "paper", pipeline.Order(clOrdId).Account, pipeline.Now);
            return true;
        });
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);
        await pipeline.Store.WriteAsync(session =>
        {
            ReconciliationTable.Finish(session, "paper", pipeline.Order(clOrdId).Account, 1, pipeline.Now, null, pipeline.Now);
            return true;
        });
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "CANCEL_STUCK" }));
    }

    private Task DiffersAsync(string clOrdId, string theirs) => pipeline.Store.WriteAsync(session =>
    {
        var order = pipeline.Order(clOrdId);
        Breaks.Raise(session, order.Venue, order.Account, new Difference(BreakKind.OrderStatusDiffers, clOrdId, "AAPL", clOrdId, "Canceled, 0 of 10 filled", theirs), pipeline.Now);
        return true;
    });

    [Test]
    public async Task It_may_be_named_by_the_venues_id_too()
    {
        await pipeline.WorkingAsync();

        Assert.That((await AskAsync("V1")).Attempt, Is.EqualTo(1));
    }

    [Test]
    public async Task After_the_venue_has_refused_it_another_may_be_asked_for()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("NOT_CANCELABLE", "pending");
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        pipeline.Venue.CancelAnswer = new CancelOutcome.Requested();

        var second = await AskAsync(clOrdId);
        Assert.That(await pipeline.Orders.CancelAsync(clOrdId, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("CANCEL_PENDING"));
        await pipeline.TwiceAsync(pipeline.Cancels, second);

        Assert.That(second.Attempt, Is.EqualTo(2));
        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task After_one_without_effect_another_may_be_asked_for()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        pipeline.Clock.Advance(pipeline.SubmissionOptions.CancelStuckAfter);
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);

        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_the_venue_took_and_refuses_afterwards_is_refused()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        await pipeline.BookAsync(RefusalOf(clOrdId), RefusalOf(clOrdId));

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "CANCEL_REJECTED" }), "told twice, it is one refusal");
        Assert.That((await AskAsync(clOrdId)).Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refusal_that_is_told_before_the_answer_ends_the_request_too()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        var asked = await AskAsync(clOrdId);
        await pipeline.BookAsync(RefusalOf(clOrdId));
        await pipeline.Cancels.HandleAsync(asked, CancellationToken.None);

        Assert.That(pipeline.Venue.Cancels, Is.Empty);
        Assert.That((await AskAsync(clOrdId)).Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refusal_of_what_nobody_here_has_asked_for_is_nobodys()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(RefusalOf(clOrdId));

        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task After_a_bust_has_opened_the_order_again_another_may_be_asked_for_and_the_first_is_not_sent_any_more()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        var overtaken = await AskAsync(clOrdId);
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 10, 100));
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.TradeCancel, "e2") with { ExecRefId = "e1" });

        await pipeline.Cancels.HandleAsync(overtaken, CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels, Is.Empty);
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);
        Assert.That(pipeline.Venue.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_clock_that_is_set_back_does_not_keep_a_person_from_being_told()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);

        pipeline.Clock.Step(TimeSpan.FromHours(-1));
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "CANCEL_STUCK" }));
    }

    [Test]
    public async Task A_clock_that_is_set_back_puts_off_no_retry()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        pipeline.Venue.CancelAnswer = new CancelOutcome.Unknown("TIMEOUT");
        await pipeline.Cancels.HandleAsync(await AskAsync(clOrdId), CancellationToken.None);

        pipeline.Clock.Step(TimeSpan.FromHours(-1));

        Assert.That((await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Single().Message, Is.TypeOf<CancelOrder>());
    }

    private ExecutionReport RefusalOf(string clOrdId) => pipeline.Report(clOrdId, ExecType.OrderStatus, null) with { IsCancelReject = true, Text = "too late" };

    private async Task<CancelOrder> AskAsync(string clOrdId) =>
        (CancelOrder)(await DoneAsync(pipeline.Orders.CancelAsync(clOrdId, Alice))).FollowUps.Single().Message;

    private static async Task<ActResult.Done> DoneAsync(Task<ActResult> act)
    {
        var result = await act;
        Assert.That(result, Is.TypeOf<ActResult.Done>());
        return (ActResult.Done)result;
    }
}
