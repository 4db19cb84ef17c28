using Pipeline.Messages.Fix;
using Pipeline.Venues.Simulated;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>The adapter against the simulated venue in Binance's dialect.</summary>
public sealed class SimulatedVenueTests : SimulatedVenueCases<Trading>
{
    [Test]
    public void A_status_of_the_answer_that_nobody_knows_is_told_with_the_acknowledgement()
    {
        Trading.Behave("""{"when":{"call":"submit"},"set":{"status":"QUANTUM"}}""");

        Assert.That(Trading.Submit("A"), Is.TypeOf<SubmitOutcome.Acknowledged>().With.Property("UnknownStatus").EqualTo("QUANTUM"));
    }

    [Test]
    public void An_order_is_acknowledged_filled_and_found()
    {
        Trading.Listen();

        Assert.That(Trading.Submit("A"), Is.EqualTo(new SubmitOutcome.Acknowledged("BTCUSDT-1")));

        Trading.Pass(TimeSpan.FromSeconds(1));
        var trade = Trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.ClOrdId, trade.ExecId, trade.LastQty, trade.LastPx, trade.OrdStatus), Is.EqualTo(("A", "BTCUSDT-T1", 10m, 100m, OrdStatus.Filled)));
        var found = ((OrderQuery.Found)Trading.Query("A")).Order;
        Assert.That(
            (found.OrdStatus, found.CumQty, found.OrdType, found.OrderQty, found.Price, found.TimeInForce),
            Is.EqualTo((OrdStatus.Filled, 10m, OrdType.Market, 10m, (decimal?)null, TimeInForce.Ioc)));
    }

    [TestCase("""{"status":500,"code":-1006,"message":"An unexpected response was received from the message bus. Execution status unknown."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":400,"code":-1007,"message":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":418,"retry_after":"2m"}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":400,"code":-2010,"message":"Duplicate order sent."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"accept":false,"status":400,"code":-2010,"message":"Account has insufficient balance for requested action."}""", typeof(SubmitOutcome.Rejected), 0)]
    [TestCase("""{"accept":false,"status":400,"code":-1021,"message":"Timestamp for this request is outside of the recvWindow."}""", typeof(SubmitOutcome.Unknown), 0)]
    [TestCase("""{"status":400,"code":-1021,"message":"Timestamp for this request is outside of the recvWindow."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"status":403,"code":-1021,"message":"Timestamp for this request is outside of the recvWindow."}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"status":"QUANTUM","newField":1}}""", typeof(SubmitOutcome.Acknowledged), 1)]
    [TestCase("""{"remove":["orderId"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"remove":["symbol"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"remove":["side"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"remove":["type"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"remove":["origQty"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"remove":["timeInForce"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"remove":["status"]}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"clientOrderId":"SOMEBODY"}}""", typeof(SubmitOutcome.Unknown), 1)]
    [TestCase("""{"set":{"origQty":"11.00000000"}}""", typeof(SubmitOutcome.Unknown), 1)]
    public void A_misbehaved_answer_is_never_taken_for_more_than_it_proves(string behaviour, Type outcome, int orders) => Proves(behaviour, outcome, orders);

    protected override IEnumerable<string> StrangeAnswers =>
    [
        """{"status":null}""", """{"status":5}""", """{"status":["NEW"]}""", """{"origQty":"ten"}""", """{"origQty":""}""", """{"origQty":10.0}""", """{"origQty":"1e400"}""", """{"origQty":{}}""",
        """{"executedQty":"-1"}""", """{"orderId":"123"}""", """{"orderId":null}""", """{"orderId":-1}""", """{"orderId":1.5}""", """{"symbol":"btcusdt"}""", """{"symbol":"ETHUSDT"}""", """{"side":"buy"}""", """{"side":null}""",
        """{"type":["MARKET"]}""", """{"price":"NaN"}""", """{"transactTime":"now"}""", """{"transactTime":-1}""", """{"transactTime":99999999999999999}""", """{"clientOrderId":null}""", """{"clientOrderId":7}""",
        """{"timeInForce":"FOREVER"}""", """{"fills":"none"}""", """{"fills":[{"price":1}]}""", """{"later":{"deep":[1,[2]]}}""",
    ];

    protected override string Secret => "hush";

    protected override IEnumerable<string> StrangeEvents =>
    [
        """{"x":"QUANTUM"}""", """{"x":null}""", """{"x":5}""", """{"X":"QUANTUM"}""", """{"X":null}""", """{"t":null}""", """{"t":-1}""", """{"l":"many"}""", """{"l":null}""", """{"l":"-10"}""", """{"l":"0"}""",
        """{"L":""}""", """{"L":"1e400"}""", """{"L":null}""", """{"T":"yesterday"}""", """{"T":null}""", """{"i":null}""", """{"i":"x"}""", """{"s":"btcusdt"}""", """{"s":null}""", """{"c":null}""", """{"S":"buy"}""", """{"e":"later"}""",
        """{"n":"lots"}""", """{"N":5}""", """{"Later":[{"a":1}]}""",
    ];

    [TestCase("48h", 48)]
    [TestCase("400d", 72)]
    public void A_ban_is_waited_out_and_a_header_beyond_every_ban_is_not(string asked, int hours)
    {
        Trading.Behave($$$"""{"when":{"call":"submit"},"accept":false,"status":418,"retry_after":"{{{asked}}}"}""");
        Trading.Submit("A");

        Assert.That(Trading.Entry.LeftAlone, Is.EqualTo(TimeSpan.FromHours(hours)).Within(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void The_account_its_positions_and_the_quotes_are_stated()
    {
        Trading.Submit("A");

        var account = SimulatedTrading.Done(Trading.Lookups.AccountAsync(CancellationToken.None));
        Assert.That(account.Positions, Is.EqualTo(new Dictionary<string, decimal> { ["BTC/USDT"] = 10 }));
        Assert.That((account.Cash, account.Equity), Is.EqualTo((10_000_000m - 1000, 10_000_000m - 1000 + 995)));
        var quote = Stated(Trading.Lookups.LatestQuotesAsync(["BTC/USDT"], CancellationToken.None)).Single();
        Assert.That((quote.Symbol, quote.Bid, quote.Ask, quote.At), Is.EqualTo(("BTC/USDT", 99m, 100m, Trading.Now)));
    }

    [Test]
    public void The_filters_are_the_instruments_rules_and_a_halted_symbol_is_halted()
    {
        var rules = Stated(Trading.Lookups.InstrumentsAsync(["BTC/USDT"], CancellationToken.None)).Single();
        Assert.That((rules.Symbol, rules.TickSize, rules.LotSize, rules.MinNotional), Is.EqualTo(("BTC/USDT", 0.01m, 0.00001m, 5m)));
        Assert.That(Trading.Submit(Binance.Tests.Trading.Order("A", OrdType.Limit, 90.001m)), Is.EqualTo(new SubmitOutcome.Rejected("INSTRUMENT_RULES", "Filter failure: PRICE_FILTER")));

        Trading.Act("""{"halt":{"symbol":"BTC/USDT"}}""");
        Assert.That(Stated(Trading.Lookups.SecurityStatusAsync("BTC/USDT", CancellationToken.None)).Status, Is.EqualTo(SecurityTradingStatus.TradingHalt));
    }

    [Test]
    public void An_id_is_taken_while_its_order_is_open_and_free_once_it_is_over()
    {
        Trading.Submit("A", OrdType.Limit, 90);
        Assert.That(Trading.Submit("A", OrdType.Limit, 90), Is.TypeOf<SubmitOutcome.Unknown>().With.Property("Reason").StartsWith(SubmitOutcome.IdTaken));
        Trading.Cancel("A");

        Assert.That(Trading.Submit("A", OrdType.Limit, 90), Is.TypeOf<SubmitOutcome.Acknowledged>());
        Assert.That(((OrderQuery.Found)Trading.Query("A")).Order.OrderId, Is.EqualTo("BTCUSDT-2"), "and it names the newest");
    }

    protected override Trading NewTrading() => new();

    private static T Stated<T>(Task<VenueAnswer<T>> answer) => SimulatedTrading.Done(answer).Require("the venue does not answer");
}
