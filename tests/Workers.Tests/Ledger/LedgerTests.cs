using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;

namespace Pipeline.Workers.Tests.Ledger;

public sealed class LedgerTests
{
    private PipelineUnderTest pipeline = null!;
    private string id = "";

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest();
        id = (await pipeline.WorkingAsync()).ClOrdId;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_bust_and_a_correction_are_entries_of_their_own_and_the_original_stays()
    {
        await pipeline.BookAsync(
            Trade("e1", 4, 100), Trade("e2", 2, 100), Restating(ExecType.TradeCancel, "e3", "e1"), Restating(ExecType.TradeCorrect, "e4", "e2", 3, 99));

        Assert.That(
            pipeline.Store.Read(session => ExecutionTable.OfOrder(session, id)).Select(each => (each.ExecId, each.ExecRefId, each.Qty)),
            Is.EquivalentTo(new[] { ("e1", null, 4m), ("e2", null, 2m), ("e3", "e1", 0m), ("e4", "e2", 3m) }));
        Assert.That((pipeline.Order(id).CumQty, pipeline.Position()), Is.EqualTo((3m, new Position(3, 297, 0))));
    }

    [Test]
    public async Task A_trade_without_an_id_is_not_booked_and_a_person_is_told()
    {
        await pipeline.BookAsync(Trade("e1", 4, 100) with { ExecId = null }, Trade("e1", 4, 100) with { ExecId = null });

        Assert.That((pipeline.Order(id).CumQty, pipeline.Position()), Is.EqualTo((0m, Position.Flat)));
        Assert.That(pipeline.Alerts(), Has.All.EqualTo("REPORT_REFUSED").And.Not.Empty);
    }

    [Test]
    public async Task A_second_end_is_refused_and_raised_and_the_order_stays_as_it_ended()
    {
        await pipeline.BookAsync(pipeline.Report(id, ExecType.Canceled, "c1"), pipeline.Report(id, ExecType.Expired, "x1"));

        Assert.That(pipeline.Order(id).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "REPORT_REFUSED" }));
        Assert.That(pipeline.Kinds().Count(kind => kind == nameof(ExecutionReport)), Is.EqualTo(3), "the report is not lost");
    }

    [Test]
    public async Task Commissions_are_booked_by_what_they_are_taken_in_and_a_bust_gives_them_back()
    {
        await pipeline.BookAsync(
            Trade("e1", 2, 100) with { Commission = 0.35m, CommCurrency = "USD" }, Trade("e2", 2, 100) with { Commission = 0.4m, CommCurrency = "USD" });
        Assert.That(Fees("USD"), Is.EqualTo(0.75m));

        await pipeline.BookAsync(Restating(ExecType.TradeCancel, "e3", "e1"));
        Assert.That(Fees("USD"), Is.EqualTo(0.4m));
        Assert.That(pipeline.Position().Qty, Is.EqualTo(2), "money does not shrink what is held");
    }

    [Test]
    public async Task A_commission_in_the_asset_itself_shrinks_the_position_and_not_the_order()
    {
        var taken = (IntakeResult.Taken)await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: "coins").Replace("AAPL", "BTC/USD", StringComparison.Ordinal));
        id = taken.FollowUps.Single().Message.ClOrdId;

        await pipeline.BookAsync(Trade("e1", 4, 100) with { OrderId = "V2", Symbol = "BTC/USD", Commission = 0.004m, CommCurrency = "BTC" });

        Assert.That(pipeline.Order(id).CumQty, Is.EqualTo(4));
        Assert.That(pipeline.Store.Read(session => PositionTable.Of(session, "paper", "BTC/USD")), Is.EqualTo(new Position(3.996m, 400, 0)));
        Assert.That(Fees("BTC"), Is.EqualTo(0.004m));
    }

    [Test]
    public async Task A_replacement_changes_what_is_open_and_not_what_the_line_intended()
    {
        await pipeline.BookAsync(Trade("e1", 4, 100), pipeline.Report(id, ExecType.Replaced, "r1") with { OrderQty = 7 });

        var order = pipeline.Order(id);
        Assert.That((order.OrderQty, order.Terms.Qty, order.LeavesQty, pipeline.Exposure().BuyQty), Is.EqualTo((7m, 10m, 3m, 3m)));
    }

    [Test]
    public async Task Realized_profit_is_that_of_the_venues_time_whatever_came_first()
    {
        var (bought, sold, bought2) = (Trade("e1", 2, 100), Trade("e2", 2, 110, minute: 1) with { Side = Side.Sell }, Trade("e3", 2, 120, minute: 2));

        await pipeline.BookAsync(bought2, sold, bought);

        Assert.That(pipeline.Position(), Is.EqualTo(new Position(2, 240, 20)));
    }

    [Test]
    public async Task Somebody_elses_trade_is_corrected_and_busted_like_ours()
    {
        ExecutionReport Theirs(ExecutionReport report) => report with { ClOrdId = "somebody-else", OrderId = "V9" };
        await pipeline.BookAsync(
            Theirs(Trade("e1", 4, 100)), Theirs(Trade("e2", 2, 100)), Theirs(Restating(ExecType.TradeCancel, "e3", "e1")),
            Theirs(Restating(ExecType.TradeCorrect, "e4", "e2", 3, 99)));

        Assert.That(pipeline.Position(), Is.EqualTo(new Position(3, 297, 0)));
    }

    [Test]
    public async Task The_tables_are_what_the_journal_says_and_what_is_tampered_with_is_named()
    {
        await pipeline.BookAsync(Trade("e1", 4, 100) with { Commission = 1, CommCurrency = "USD" }, Trade("e2", 2, 101), Restating(ExecType.TradeCancel, "e3", "e2"));
        Assert.That(pipeline.Store.Read(LedgerCheck.Run).Differences, Is.Empty);

        string[] tampering =
        [
            "UPDATE orders SET cum_qty = '5'", "UPDATE positions SET realized_pnl = '1'", "UPDATE fees SET amount = '2'", "DELETE FROM executions WHERE exec_id = 'e2'",
        ];
        foreach (var sql in tampering)
        {
            await pipeline.Store.WriteAsync(session => session.Execute(sql));
        }

        Assert.That(pipeline.Store.Read(LedgerCheck.Run).Differences.Select(difference => (difference.Of, difference.Column)), Is.EquivalentTo(new[]
        {
            ("executions", "*"), ("orders", "cum_qty"), ("positions", "realized_pnl"), ("fees", "amount"),
        }));
    }

    private decimal Fees(string currency) => pipeline.Store.Read(session => FeeTable.Of(session, "paper", currency));

    private ExecutionReport Trade(string execId, decimal qty, decimal px, int minute = 0) =>
        pipeline.Report(id, ExecType.Trade, execId, qty, px) with { TransactTime = pipeline.Now.AddMinutes(minute) };

    private ExecutionReport Restating(ExecType exec, string execId, string of, decimal qty = 0, decimal px = 0) =>
        pipeline.Report(id, exec, execId, qty, px) with { ExecRefId = of, TransactTime = pipeline.Now.AddMinutes(5) };
}
