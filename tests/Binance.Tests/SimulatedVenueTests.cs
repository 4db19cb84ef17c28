using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>The adapter against the simulated venue in Binance's dialect.</summary>
public sealed class SimulatedVenueTests
{
    private Trading trading = null!;

    [SetUp]
    public void Open() => trading = new Trading();

    [TearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void An_order_is_acknowledged_filled_and_found()
    {
        trading.Listen();

        Assert.That(trading.Submit("A"), Is.EqualTo(new SubmitOutcome.Acknowledged("BTCUSDT-1")));

        trading.Pass(TimeSpan.FromSeconds(1));
        var trade = trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.ClOrdId, trade.ExecId, trade.LastQty, trade.LastPx, trade.OrdStatus), Is.EqualTo(("A", "BTCUSDT-T1", 10m, 100m, OrdStatus.Filled)));
        var found = ((OrderQuery.Found)trading.Query("A")).Order;
        Assert.That(
            (found.OrdStatus, found.CumQty, found.OrdType, found.OrderQty, found.Price, found.TimeInForce),
            Is.EqualTo((OrdStatus.Filled, 10m, OrdType.Market, 10m, (decimal?)null, TimeInForce.Ioc)));
    }

    [Test]
    public void The_stream_and_the_list_of_trades_name_a_fill_alike_and_it_is_booked_once()
    {
        trading.Listen();
        trading.Submit("A");
        trading.Pass(TimeSpan.FromMinutes(2));

        var streamed = trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        var listed = ((VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)Trading.Done(
            trading.Lookups.ExecutionsAsync(trading.Now.AddMinutes(-5), CancellationToken.None))).Value.Single();
        Assert.That((listed.ExecId, listed.ClOrdId, listed.LastQty, listed.LastPx), Is.EqualTo((streamed.ExecId, streamed.ClOrdId, streamed.LastQty, streamed.LastPx)));
    }

    [TestCase("""{"accept":false,"answer":"refused"}""", typeof(SubmitOutcome.NotSent), 0)]
    [TestCase("""{"accept":false,"answer":"reset"}""", typeof(SubmitOutcome.Unknown), 0)]
    [TestCase("""{"answer":"reset"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":504}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":500,"code":-1006,"message":"An unexpected response was received from the message bus. Execution status unknown."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":400,"code":-1007,"message":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":418,"retry_after":"2m"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":400,"code":-2010,"message":"Duplicate order sent."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"accept":false,"status":400,"code":-2010,"message":"Account has insufficient balance for requested action."}""", typeof(SubmitOutcome.Rejected), 0)]
    [TestCase("""{"accept":false,"status":400,"code":-1021,"message":"Timestamp for this request is outside of the recvWindow."}""", typeof(SubmitOutcome.NotSent), 0)]
    [TestCase("""{"answer":"truncated"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"html"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"answer":"empty"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"status":"QUANTUM","newField":1}}""", typeof(SubmitOutcome.Acknowledged), 1)]
    [TestCase("""{"remove":["orderId"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"clientOrderId":"SOMEBODY"}}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"origQty":"11.00000000"}}""", typeof(SubmitOutcome.Unknown), 1)]
    public void A_misbehaved_answer_is_never_taken_for_more_than_it_proves(string behaviour, Type outcome, int orders)
    {
        trading.Behave("""{"when":{"call":"submit"},""" + behaviour[1..]);

        Assert.That(trading.Submit("A"), Is.TypeOf(outcome));
        Assert.That(trading.Venue.Orders, Has.Count.EqualTo(orders));
        Assert.That(trading.Venue.Calls.Count(call => call.Method == "POST"), Is.EqualTo(1), "and sent once");
    }

    [Test]
    public void A_fill_that_the_stream_lost_comes_with_the_next_poll_and_one_it_doubled_once()
    {
        trading.Listen();
        trading.Behave("""{"when":{"event":"execution","nth":1},"lose":true}""");
        trading.Behave("""{"when":{"event":"execution","nth":2},"repeat":3}""");
        trading.Submit("A");
        trading.Submit("B");
        trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trades(), Is.EqualTo(new[] { "B" }));

        trading.Pass(Trading.Options.PollInterval);

        Assert.That(Trades(), Is.EqualTo(new[] { "B", "A" }));
    }

    [Test]
    public void What_happens_while_the_stream_is_away_is_told_once_it_is_back()
    {
        trading.Listen();
        trading.Submit("REST", OrdType.Limit, 90);
        trading.Act("""{"drop_stream":{}}""");
        trading.Act("""{"fill":{"cl_ord_id":"REST","qty":4}}""");
        trading.Act("""{"cancel":{"cl_ord_id":"REST"}}""");

        trading.Pass(TimeSpan.FromSeconds(5));

        Assert.That(trading.Reports.Where(report => report.ExecType is ExecType.Trade or ExecType.Canceled).Select(report => (report.ExecType, report.ClOrdId, report.LastQty)),
            Is.EqualTo(new[] { (ExecType.Trade, "REST", 4m), (ExecType.Canceled, "REST", 0m) }));
        trading.Submit("AFTER");
        trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trades(), Is.EqualTo(new[] { "REST", "AFTER" }), "and the stream is up again");
    }

    [Test]
    public void A_new_process_finds_what_happened_while_nobody_was_there()
    {
        trading.Listen();
        trading.Submit("A", OrdType.Limit, 90);
        trading.Pass(TimeSpan.FromSeconds(1));
        trading.Stop();
        trading.Act("""{"fill":{"cl_ord_id":"A"}}""");
        trading.Pass(TimeSpan.FromHours(2));

        trading.Listen();

        Assert.That(Trades(), Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public void A_cancel_is_asked_for_and_reported_under_the_orders_own_id()
    {
        trading.Listen();
        trading.Submit("A", OrdType.Limit, 90);
        Assert.That(Cancel("A"), Is.TypeOf<CancelOutcome.Requested>());
        trading.Pass(TimeSpan.FromSeconds(1));
        Assert.That((trading.Reports[^1].ExecType, trading.Reports[^1].ClOrdId), Is.EqualTo((ExecType.Canceled, "A")));

        Assert.That(Cancel("A"), Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("TOO_LATE_TO_CANCEL"));
        Assert.That(Cancel("NEVER"), Is.TypeOf<CancelOutcome.Rejected>().With.Property("Code").EqualTo("UNKNOWN_ORDER"));
    }

    [Test]
    public void An_early_not_found_is_a_not_found_and_a_broken_look_up_is_none()
    {
        trading.Behave("""{"when":{"call":"submit"},"hide":"2s"}""");
        trading.Submit("A");
        Assert.That(trading.Query("A"), Is.TypeOf<OrderQuery.NotFound>());
        trading.Pass(TimeSpan.FromSeconds(2));
        Assert.That(trading.Query("A"), Is.TypeOf<OrderQuery.Found>());

        trading.Behave("""{"when":{"call":"query"},"status":503}""");
        Assert.That(trading.Query("A"), Is.TypeOf<OrderQuery.Unavailable>().With.Property("Fault").EqualTo(VenueFault.ServerError));
    }

    [Test]
    public void The_account_its_positions_and_the_quotes_are_stated()
    {
        trading.Submit("A");

        var account = Trading.Done(trading.Lookups.AccountAsync(CancellationToken.None));
        Assert.That(account.Positions, Is.EqualTo(new Dictionary<string, decimal> { ["BTC/USDT"] = 10 }));
        Assert.That((account.Cash, account.Equity), Is.EqualTo((10_000_000m - 1000, 10_000_000m - 1000 + 995)));
        var quote = Stated(trading.Lookups.LatestQuotesAsync(["BTC/USDT"], CancellationToken.None)).Single();
        Assert.That((quote.Symbol, quote.Bid, quote.Ask, quote.At), Is.EqualTo(("BTC/USDT", 99m, 100m, trading.Now)));
    }

    [Test]
    public void The_filters_are_the_instruments_rules_and_a_halted_symbol_is_halted()
    {
        var rules = Stated(trading.Lookups.InstrumentsAsync(["BTC/USDT"], CancellationToken.None)).Single();
        Assert.That((rules.Symbol, rules.TickSize, rules.LotSize, rules.MinNotional), Is.EqualTo(("BTC/USDT", 0.01m, 0.00001m, 5m)));
        Assert.That(trading.Submit(Trading.Order("A", OrdType.Limit, 90.001m)), Is.EqualTo(new SubmitOutcome.Rejected("INSTRUMENT_RULES", "Filter failure: PRICE_FILTER")));

        trading.Act("""{"halt":{"symbol":"BTC/USDT"}}""");
        Assert.That(Stated(trading.Lookups.SecurityStatusAsync("BTC/USDT", CancellationToken.None)).Status, Is.EqualTo(SecurityTradingStatus.TradingHalt));
    }

    [Test]
    public void An_id_is_taken_while_its_order_is_open_and_free_once_it_is_over()
    {
        trading.Submit("A", OrdType.Limit, 90);
        Assert.That(trading.Submit("A", OrdType.Limit, 90), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith(SubmitOutcome.IdTaken));
        Cancel("A");

        Assert.That(trading.Submit("A", OrdType.Limit, 90), Is.TypeOf<SubmitOutcome.Acknowledged>());
        Assert.That(((OrderQuery.Found)trading.Query("A")).Order.OrderId, Is.EqualTo("BTCUSDT-2"), "and it names the newest");
    }

    private CancelOutcome Cancel(string clOrdId) =>
        Trading.Done(trading.Entry.CancelAsync(new OrderCancelRequest(clOrdId, null, "BTC/USDT", Side.Buy, 10), CancellationToken.None));

    private IEnumerable<string?> Trades() => trading.Reports.Where(report => report.ExecType == ExecType.Trade).Select(report => report.ClOrdId);

    private static T Stated<T>(Task<VenueAnswer<T>> answer) => Trading.Done(answer).Require("the venue does not answer");
}
