using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Reconciliation;
using Pipeline.Store.Ledger;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Stages;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>What is remembered beside the ledger, and acted by, is what the journal says: cancels, fill policies, the cash that is expected.</summary>
public sealed class JournalRowsTests
{
    private PipelineUnderTest pipeline = null!;
    private LineUnderTest line = null!;
    private Reconciler? reconciler;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        line = new LineUnderTest(pipeline);
        reconciler = null;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [TestCase("UPDATE cancels SET by = 'mallory'", "by")]
    [TestCase("UPDATE cancels SET why = 'x'", "why")]
    [TestCase("UPDATE cancels SET at = '2026-03-02T15:00:00.0000000Z'", "at")]
    [TestCase("UPDATE cancels SET attempt = 3", "attempt")]
    [TestCase("UPDATE cancels SET outcome = 'rejected'", "outcome")]
    [TestCase("UPDATE cancels SET next_attempt_at = NULL", "next_attempt_at")]
    [TestCase("UPDATE cancels SET next_attempt_at = '2027-03-02T15:00:00.0000000Z'", "next_attempt_at")]
    [TestCase("DELETE FROM cancels", "*")]
    public async Task A_cancel_that_is_changed_by_hand_is_named(string sql, string column)
    {
        pipeline.Venue.CancelAnswer = new CancelOutcome.Unknown("the answer was lost");
        await pipeline.Cancels.HandleAsync(await line.RepriceAsync(), CancellationToken.None);

        await NamesAsync(sql, "cancels", line.First, column);
    }

    [Test]
    public async Task A_cancel_that_nobody_asked_for_is_named()
    {
        await line.WorkAsync();

        await NamesAsync($"INSERT INTO cancels (cl_ord_id, by, why, at, attempt) VALUES ('{line.First}', 'ada', 'x', '2026-03-02T15:00:00.0000000Z', 1)", "cancels", line.First, "*");
    }

    [Test]
    public async Task Cancels_are_as_the_journal_says_through_a_refusal_a_take_over_and_another_request()
    {
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("TOO_LATE_TO_CANCEL", "too late");
        await pipeline.Cancels.HandleAsync(await line.RepriceAsync(), CancellationToken.None);
        Assert.That(Differences(), Is.Empty, "refused");

        var again = (ActResult.Done)await pipeline.Orders.CancelAsync(line.First, new Actor("ada", "no more of it"));
        Assert.That(Differences(), Is.Empty, "asked for by a person");

        pipeline.Venue.CancelAnswer = new CancelOutcome.Requested();
        await pipeline.Cancels.HandleAsync(again.FollowUps.Select(told => told.Message).OfType<Messages.Orders.CancelOrder>().Single(), CancellationToken.None);
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Canceled, "c1"), pipeline.Report(line.First, ExecType.TradeCancel, "e9") with { ExecRefId = "e1" });
        await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None);

        Assert.That(Differences(), Is.Empty, "over");
    }

    [TestCase("UPDATE fill_policies SET working_at = '2026-03-01T15:00:00.0000000Z', set_at = '2026-03-01T15:00:00.0000000Z'", "working_at")]
    [TestCase("UPDATE fill_policies SET act = 'done'", "act")]
    [TestCase("UPDATE fill_policies SET acted_at = working_at", "acted_at")]
    [TestCase("UPDATE fill_policies SET next_act_at = '2027-03-02T15:00:00.0000000Z'", "next_act_at")]
    [TestCase("UPDATE fill_policies SET next_act_at = NULL", "next_act_at")]
    [TestCase("DELETE FROM fill_policies", "*")]
    public async Task A_fill_policy_that_is_changed_by_hand_is_named(string sql, string column)
    {
        await line.WorkAsync();

        await NamesAsync(sql, "fill_policies", line.First, column);
    }

    [TestCase("UPDATE fill_policies SET act = 'cancel'", "act")]
    [TestCase("UPDATE fill_policies SET acted_at = working_at", "acted_at")]
    public async Task What_a_fill_policy_has_done_is_not_changed_by_hand(string sql, string column)
    {
        await line.RepriceAsync();

        await NamesAsync(sql, "fill_policies", line.First, column);
    }

    [Test]
    public async Task Policies_are_as_the_journal_says_through_a_replacement_and_a_bust()
    {
        await line.ReplaceAsync();
        Assert.That(Differences(), Is.Empty, "replaced");

        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.TradeCancel, "e9") with { ExecRefId = "e1" });
        Assert.That(Differences(), Is.Empty, "busted");
    }

    [Test]
    public async Task A_policy_that_began_before_the_journal_told_is_not_compared()
    {
        await line.WorkAsync();
        await pipeline.Store.WriteAsync(session =>
        {
            session.Execute("DROP TRIGGER journal_is_append_only_delete");
            session.Execute("DELETE FROM journal WHERE kind = 'FillPolicyBegan'");
            return session.Execute("UPDATE fill_policies SET told = 0");
        });

        Assert.That(Differences(), Is.Empty);
    }

    [TestCase("UPDATE reconciliations SET cash = '9999'", "cash")]
    [TestCase("UPDATE reconciliations SET cash_flow = '0'", "cash_flow")]
    public async Task Cash_that_is_changed_by_hand_is_named(string sql, string column)
    {
        await ComparedAsync();

        await NamesAsync(sql, "reconciliations", "paper/paper", column);
    }

    [Test]
    public async Task Cash_that_is_moved_with_what_was_brought_is_named()
    {
        await ComparedAsync();

        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE reconciliations SET cash = '9709', cash_flow = '-293'"));

        Assert.That(Differences().Select(difference => difference.Column), Is.EqualTo(new[] { "cash", "cash_flow" }), "fills have brought what they have brought");
    }

    [Test]
    public async Task Cash_is_as_the_journal_says_when_what_differs_was_accepted()
    {
        await ComparedAsync();
        pipeline.Venue.Cash -= 5;
        await CompareAsync();
        await CompareAsync();
        await pipeline.Store.WriteAsync(session => Breaks.Resolve(
            session, BreakTable.Open(session, "paper", "paper").Single(), BreakResolution.Accepted, "ada", "paid out", pipeline.Now));
        Assert.That(Differences(), Is.Empty);

        await CompareAsync();

        Assert.That(Differences(), Is.Empty);
        Assert.That(pipeline.Store.Read(session => BreakTable.Open(session, "paper", "paper")), Is.Empty);
    }

    // 4 AAPL bought at 98 are in the venue's cash.
    private async Task ComparedAsync()
    {
        await line.WorkAsync();
        await CompareAsync();
        await pipeline.BookAsync(pipeline.Report(line.First, ExecType.Trade, "e2", 3, 98));
        pipeline.Venue.Cash -= 3 * 98;
        await CompareAsync();
    }

    private async Task CompareAsync()
    {
        pipeline.Venue.Executions.Clear();
        pipeline.Venue.Executions.AddRange(pipeline.Store.Read(session => ExecutionTable.OfOrder(session, line.First)).Select(booked => pipeline.Report(line.First, ExecType.Trade, booked.ExecId, booked.Qty, booked.Px)));
        var order = pipeline.Order(line.First);
        pipeline.Venue.OpenOrders.Clear();
        pipeline.Venue.OpenOrders.Add(line.Shown(OrdStatus.PartiallyFilled, order.CumQty));
        pipeline.Venue.Positions["AAPL"] = order.CumQty;
        reconciler ??= new Reconciler(pipeline.Store, pipeline.Venue, Options.Create(new ReconciliationOptions()), pipeline.Clock, NullLogger<Reconciler>.Instance);
        await pipeline.Store.WriteAsync(session =>
        {
            ReconciliationTable.Ask(session, "paper", "paper", "a test", blocks: true, pipeline.Now);
            return 0;
        });
        await reconciler.RunDueAsync(1, CancellationToken.None);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(6));
    }

    private async Task NamesAsync(string sql, string table, string key, string column)
    {
        Assert.That(Differences(), Is.Empty, "before");

        Assert.That(await pipeline.Store.WriteAsync(session => session.Execute(sql)), Is.EqualTo(1));

        Assert.That(Differences().Select(difference => (difference.Of, difference.Key, difference.Column)), Is.EqualTo(new[] { (table, key, column) }));
    }

    private IReadOnlyList<LedgerDifference> Differences() => pipeline.Store.Read(session => LedgerCheck.Run(session).Differences);
}
