using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Ledger;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Reconciliation;
using Pipeline.Workers.Tests.Stages;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Ledger;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class LedgerTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;
    private string id = "";

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest(kind);
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
        Assert.That(
            pipeline.Store.Read(session => OrderQueries.Find(session, id))!.Fills.Select(fill => (fill.ExecId, fill.ExecRefId)),
            Is.EqualTo(new[] { ("e1", (string?)null), ("e2", null), ("e3", "e1"), ("e4", "e2") }), "as it is shown");
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
    public async Task A_bust_after_a_cancel_does_not_say_why_the_order_was_canceled()
    {
        await pipeline.BookAsync(
            Trade("e1", 4, 100), pipeline.Report(id, ExecType.Canceled, "c1") with { Text = "by request" }, Restating(ExecType.TradeCancel, "e2", "e1") with { Text = "oops" });

        var shown = pipeline.Store.Read(session => OrderQueries.Find(session, id))!;
        Assert.That((shown.OrdStatus, shown.Code, shown.Detail), Is.EqualTo((OrdStatus.Canceled, "CANCELED", "by request")));
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
        var shown = pipeline.Store.Read(session => OrderQueries.Find(session, id))!;
        Assert.That((shown.Qty, shown.OrderQty, shown.CumQty, shown.LeavesQty), Is.EqualTo((10m, 7m, 4m, 3m)), "as it is shown");
        var story = pipeline.Store.Read(session => Timeline.Of(session, id, order.IntentId));
        Assert.That(story[^1].Summary, Does.Contain("it asks for 7 now"));
    }

    [Test]
    public async Task A_restatement_found_in_a_list_becomes_a_split_when_the_report_that_says_so_comes()
    {
        var found = pipeline.Report(id, ExecType.Restated, null) with { OrderQty = 20, TransactTime = pipeline.Now.AddMinutes(1) };
        await pipeline.BookAsync(Trade("e1", 4, 100), found);
        Assert.That((pipeline.Order(id).OrderQty, pipeline.Order(id).CumQty), Is.EqualTo((20m, 4m)));

        await pipeline.BookAsync(found with { ExecRestatementReason = ExecRestatementReason.GtCorporateAction }, found);

        Assert.That((pipeline.Order(id).OrderQty, pipeline.Order(id).CumQty, pipeline.Position()), Is.EqualTo((20m, 8m, new Position(8, 400, 0))));
        Assert.That(Differences(), Is.Empty);
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
    public async Task The_tables_are_what_the_journal_says()
    {
        await AFullLedgerAsync();

        Assert.That(Differences(), Is.Empty);
    }

    [TestCase("UPDATE orders SET cum_qty = '5'", "orders", "cum_qty")]
    [TestCase("UPDATE orders SET restated_at = NULL", "orders", "restated_at")]
    [TestCase("UPDATE orders SET qty = '11'", "orders", "qty")]
    [TestCase("UPDATE orders SET qty = 'ten'", "orders", "qty")]
    [TestCase("UPDATE orders SET symbol = 'MSFT'", "orders", "symbol")]
    [TestCase("UPDATE orders SET side = 'sell'", "orders", "side")]
    [TestCase("UPDATE orders SET venue = 'other'", "orders", "venue")]
    [TestCase("UPDATE orders SET account = 'other'", "orders", "account")]
    [TestCase("UPDATE orders SET order_id = 'V9'", "orders", "order_id")]
    [TestCase("UPDATE orders SET ord_status = 'canceled'", "orders", "ord_status")]
    [TestCase("UPDATE orders SET reserved_qty = '0'", "orders", "reserved_qty")]
    [TestCase("UPDATE orders SET standing = 'pending_cancel'", "orders", "standing")]
    [TestCase("UPDATE orders SET ended_at = '2026-03-02T15:00:00.0000000Z'", "orders", "ended_at")]
    [TestCase("UPDATE orders SET limit_price = '99'", "orders", "limit_price")]
    [TestCase("UPDATE orders SET price_bound = '101'", "orders", "price_bound")]
    [TestCase("UPDATE orders SET generation = 2", "orders", "generation")]
    [TestCase("UPDATE orders SET orig_cl_ord_id = 'X'", "orders", "orig_cl_ord_id")]
    [TestCase("UPDATE orders SET pass = 2", "orders", "pass")]
    [TestCase("UPDATE claims SET fencing = 77", "claims", "fencing")]
    [TestCase("UPDATE claims SET qty = '11'", "claims", "qty")]
    [TestCase("UPDATE claims SET claimed_at = send_deadline", "claims", "claimed_at")]
    [TestCase("UPDATE claims SET send_deadline = '2027-03-02T15:00:00.0000000Z'", "claims", "send_deadline")]
    [TestCase("UPDATE claims SET outcome = 'not_sent'", "claims", "outcome")]
    [TestCase("DELETE FROM claims", "claims", "*")]
    [TestCase("UPDATE positions SET realized_pnl = '1' WHERE symbol = 'AAPL'", "positions", "realized_pnl")]
    [TestCase("UPDATE positions SET newest_exec_id = 'e9' WHERE symbol = 'AAPL'", "positions", "newest_exec_id")]
    [TestCase("UPDATE fees SET amount = '2'", "fees", "amount")]
    [TestCase("DELETE FROM fees", "fees", "amount")]
    [TestCase("DELETE FROM executions WHERE exec_id = 'e2'", "executions", "*")]
    [TestCase("UPDATE executions SET order_id = 'V7' WHERE exec_id = 'e2'", "executions", "order_id")]
    [TestCase("UPDATE adjustments SET by = 'mallory'", "adjustments", "by")]
    [TestCase("UPDATE adjustments SET why = 'x'", "adjustments", "why")]
    [TestCase("UPDATE adjustments SET qty = '5'", "adjustments", "qty")]
    [TestCase("DELETE FROM adjustments", "adjustments", "*")]
    [TestCase("UPDATE position_entries SET signed_qty = '99' WHERE exec_id = 'e1'", "position_entries", "signed_qty")]
    [TestCase("DELETE FROM position_entries WHERE exec_id = 'e1'", "position_entries", "*")]
    [TestCase("UPDATE restatements SET order_qty = '99'", "restatements", "order_qty")]
    [TestCase("INSERT INTO restatements SELECT cl_ord_id, received_at, account, symbol, '99', 1, 1 FROM orders LIMIT 1", "restatements", "*")]
    [TestCase("UPDATE executions SET transact_time = 'yesterday' WHERE exec_id = 'e1'", "executions", "transact_time")]
    [TestCase("UPDATE positions SET qty = 'four' WHERE symbol = 'AAPL'", "positions", "qty")]
    [TestCase("UPDATE exposures SET buy_qty = '500' WHERE symbol = 'AAPL'", "exposures", "buy_qty")]
    [TestCase("UPDATE exposures SET traded_qty = '-500' WHERE symbol = 'AAPL'", "exposures", "traded_qty")]
    public async Task What_is_tampered_with_is_named(string sql, string table, string column)
    {
        await AFullLedgerAsync();

        await pipeline.Store.WriteAsync(session => session.Execute(sql));

        Assert.That(Differences().Select(difference => (difference.Of, difference.Column)), Is.EqualTo(new[] { (table, column) }));
    }

    [Test]
    public async Task What_an_entry_says_that_the_order_became_is_not_believed()
    {
        await AFullLedgerAsync();

        await pipeline.Store.WriteAsync(session =>
        {
            LetChange(session, "update");
            session.Execute(kind == StoreKind.Postgres
                ? "UPDATE journal SET data = jsonb_set(jsonb_set(data::jsonb, '{ord_status}', '\"canceled\"'), '{leaves_qty}', '0')::text WHERE kind = 'ExecutionReport'"
                : "UPDATE journal SET data = json_set(data, '$.ord_status', 'canceled', '$.leaves_qty', 0) WHERE kind = 'ExecutionReport'");
            return session.Execute("UPDATE orders SET ord_status = 'canceled', reserved_qty = '0'");
        });

        Assert.That(Differences().Select(difference => difference.Column), Is.EqualTo(new[] { "ord_status", "reserved_qty" }), "the reports themselves say that it is open");
    }

    [Test]
    public async Task A_saga_that_has_taken_in_the_last_report_is_where_the_ledger_says()
    {
        await AFullLedgerAsync();
        await pipeline.Store.WriteAsync(session =>
        {
            var last = session.Scalar<long>("SELECT max(seq) FROM journal WHERE kind = 'ExecutionReport'");
            return SagaTable.Insert(session, new SagaRow { CorrelationId = SagaTable.IdOf(id), ClOrdId = id, State = "Working", Pass = 1, Attempt = 1, LedgerSeq = last, LastSeq = last });
        });
        Assert.That(Differences(), Is.Empty);

        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE order_sagas SET state = 'Done'"));
        Assert.That(Differences().Select(difference => (difference.Of, difference.Column, difference.Journal)), Is.EqualTo(new[] { ("order_sagas", "state", "Working") }));

        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE order_sagas SET ledger_seq = ledger_seq - 1"));
        Assert.That(Differences(), Is.Empty, "what has not arrived yet can't be where it will be");
    }

    [TestCase("orig_cl_ord_id", "'X'")]
    [TestCase("generation", "3")]
    [TestCase("limit_price", "'1'")]
    [TestCase("price_bound", "'1'")]
    [TestCase("pass", "7")]
    [TestCase("qty", "'7'")]
    public async Task What_is_tampered_with_in_a_replacement_is_named(string column, string value)
    {
        using var other = new PipelineUnderTest(kind);
        var line = new LineUnderTest(other);
        await line.ReplaceAsync();
        IReadOnlyList<(string, string, string)> Found() =>
            [.. other.Store.Read(session => LedgerCheck.Run(session).Differences).Select(difference => (difference.Of, difference.Key, difference.Column))];
        Assert.That(Found(), Is.Empty);

        await other.Store.WriteAsync(session => session.Execute($"UPDATE orders SET {column} = {value} WHERE generation = 2"));

        Assert.That(Found(), Is.EqualTo(new[] { ("orders", line.Second, column) }));
    }

    [Test]
    public async Task An_order_of_the_journal_that_has_no_row_is_named()
    {
        await AFullLedgerAsync();

        await pipeline.Store.WriteAsync(session => session.Execute("DELETE FROM orders"));

        var missing = Differences().Single();
        Assert.That((missing.Of, missing.Key, missing.Column, missing.Table), Is.EqualTo(("orders", id, "*", (string?)null)));
        Assert.That(missing.Journal, Does.StartWith("symbol=AAPL side=buy qty=10 generation=1 pass=1 venue=paper account=paper order_id="));
    }

    [Test]
    public async Task A_row_of_an_order_that_the_journal_does_not_know_is_named()
    {
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE orders SET cl_ord_id = 'X'"));

        Assert.That(Differences().Select(difference => (difference.Of, difference.Key, difference.Column)), Is.EquivalentTo(new[] { ("orders", id, "*"), ("orders", "X", "*") }));
    }

    [Test]
    public async Task Of_a_report_of_an_order_that_no_entry_has_proposed_nothing_is_made()
    {
        await pipeline.Store.WriteAsync(session =>
        {
            LetChange(session, "delete");
            return session.Execute("DELETE FROM journal WHERE kind = 'OrderProposed'");
        });

        Assert.That(() => Differences(), Throws.TypeOf<FormatException>().With.Message.Contains($"it tells of the order '{id}', which no entry before it has proposed"));
    }

    [Test]
    public async Task Orders_on_their_way_are_as_the_journal_says()
    {
        await pipeline.TakeAsync(PipelineUnderTest.AnIntent(rebalance: "proposed"));
        await pipeline.ReleasedAsync(qty: 7, rebalance: "released");

        Assert.That(Differences(), Is.Empty);
    }

    // The journal refuses it; in PostgreSQL to everybody but who may do anything, within this step.
    private void LetChange(StoreSession session, string act) =>
        session.Execute(kind == StoreKind.Postgres ? "SET LOCAL session_replication_role = replica" : $"DROP TRIGGER journal_is_append_only_{act}");

    private IReadOnlyList<LedgerDifference> Differences() => pipeline.Store.Read(session => LedgerCheck.Run(session).Differences);

    // A bit of everything that can be in it.
    private async Task AFullLedgerAsync()
    {
        await pipeline.BookAsync(
            Trade("e1", 4, 100) with { Commission = 1, CommCurrency = "USD" }, Trade("e2", 2, 101), Restating(ExecType.TradeCancel, "e3", "e2"),
            pipeline.Report(id, ExecType.Replaced, null) with { OrderQty = 7, TransactTime = pipeline.Now.AddMinutes(6) });
        await pipeline.Store.WriteAsync(session =>
        {
            Breaks.Raise(session, "paper", "paper", new Difference(BreakKind.PositionDiffers, "AAPL", "AAPL", null, "4", "1", -3) { TheirQty = 1 }, pipeline.Now.AddMinutes(7));
            var raised = BreakTable.Open(session, "paper", "paper").Single();
            return Breaks.Resolve(session, raised, BreakResolution.Adjusted, "ada", "moved to the other account", pipeline.Now.AddMinutes(8));
        });
    }

    private decimal Fees(string currency) => pipeline.Store.Read(session => FeeTable.Of(session, "paper", currency));

    private ExecutionReport Trade(string execId, decimal qty, decimal px, int minute = 0) =>
        pipeline.Report(id, ExecType.Trade, execId, qty, px) with { TransactTime = pipeline.Now.AddMinutes(minute) };

    private ExecutionReport Restating(ExecType exec, string execId, string of, decimal qty = 0, decimal px = 0) =>
        pipeline.Report(id, exec, execId, qty, px) with { ExecRefId = of, TransactTime = pipeline.Now.AddMinutes(5) };
}
