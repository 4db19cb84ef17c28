using System.Text;
using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>Binance's own examples are understood, to the last field (Recorded/README.md says where they stand).</summary>
public sealed class RecordedTests
{
    private static readonly Pairs InBitcoin = Pairs.Of(new BinanceOptions { Symbols = "LTC/BTC,BNB/BTC,ETH/BTC", CashAsset = "BTC" });
    private static readonly Pairs InDollars = Pairs.Of(new BinanceOptions { Symbols = "BTC/USDT", CashAsset = "USDT" });

    [Test]
    public void The_answer_to_a_new_order_is_its_acknowledgement()
    {
        var sent = Trading.Order("6gCrw2kRUAF9CvJDGP16IP") with { Side = Side.Sell };

        Assert.That(
            BinanceErrors.OfSubmit(new VenueReply.Answered(200, Bytes("order-filled"), null), sent, InDollars.Find("BTC/USDT")!), Is.EqualTo(new SubmitOutcome.Acknowledged("BTCUSDT-28")));
    }

    [TestCase("Unknown order sent.", true)]
    [TestCase("Market is closed.", false)]
    [TestCase("This action is disabled on this account.", false)]
    public void A_cancel_is_refused_for_good_only_where_the_order_is_over(string said, bool isOver)
    {
        var answer = new VenueReply.Answered(400, Encoding.UTF8.GetBytes($$"""{"code":-2011,"msg":"{{said}}"}"""), null);

        Assert.That(BinanceErrors.OfCancel(answer), isOver ? Is.TypeOf<CancelOutcome.Rejected>() : Is.TypeOf<CancelOutcome.Unknown>());
    }

    [TestCase("status")]
    [TestCase("origQty")]
    public void The_answer_to_a_new_order_that_lacks_a_field_is_unknown(string field)
    {
        var sent = Trading.Order("6gCrw2kRUAF9CvJDGP16IP") with { Side = Side.Sell };

        Assert.That(
            BinanceErrors.OfSubmit(new VenueReply.Answered(200, Bytes($"order-filled-without-{field}"), null), sent, InDollars.Find("BTC/USDT")!),
            Is.EqualTo(new SubmitOutcome.Unknown($"INCOMPLETE_ANSWER: order 28 is answered without {field}")));
    }

    [Test]
    public void A_symbol_is_read_with_the_order_types_that_it_takes()
    {
        var listed = JsonSerializer.Deserialize(Bytes("exchange-info"), BinanceJson.Default.ExchangeInfoDocument)!.Symbols!.Single();
        OrdType[]? Taken(List<string>? words) => InstrumentReader.Of("ETH/BTC", listed with { OrderTypes = words }, default).OrderTypes?.ToArray();

        Assert.That(Taken(listed.OrderTypes), Is.EquivalentTo(new[] { OrdType.Market, OrdType.Limit, OrdType.Stop, OrdType.StopLimit }));
        Assert.That(Taken(["LIMIT", "LIMIT_MAKER", "MARKET", "TAKE_PROFIT"]), Is.EquivalentTo(new[] { OrdType.Market, OrdType.Limit }), "no stop where Binance takes none");
        Assert.That(Taken(null), Is.Null, "not stated is no demand");
    }

    [TestCase("order-filled", "BTC/USDT", OrdStatus.Filled, 10, 10)]
    [TestCase("order-open", "LTC/BTC", OrdStatus.New, 1, 0)]
    [TestCase("cancel", "LTC/BTC", OrdStatus.Canceled, 1, 0)]
    public void An_order_is_read_with_its_terms(string file, string symbol, OrdStatus status, decimal qty, decimal filled)
    {
        var document = JsonSerializer.Deserialize(Bytes(file), BinanceJson.Default.OrderDocument)!;
        var order = new OrderReader("acc", file == "order-filled" ? InDollars : InBitcoin).ToVenueOrder(document);

        Assert.That((order.Symbol, order.OrdStatus, order.OrderQty, order.CumQty), Is.EqualTo((symbol, status, qty, filled)));
        Assert.That(UnknownFields.RawOf(document.More), Is.Null);
    }

    [Test]
    public void A_trade_whose_commission_is_in_a_coin_that_is_held_is_a_trade_and_nothing_else_of_it_is_lost()
    {
        var trade = JsonSerializer.Deserialize(Bytes("trades"), BinanceJson.Default.ListTradeDocument)!.Single();
        var news = new TradeReader("acc", InBitcoin).NewsOf(trade, null);

        Assert.That(news[0].Report, Has.Property("ExecId").EqualTo("BNBBTC-T28457").And.Property("Symbol").EqualTo("BNB/BTC").And.Property("LastQty").EqualTo(12)
            .And.Property("LastPx").EqualTo(4.000001m).And.Property("Commission").EqualTo(10.1m).And.Property("CommCurrency").EqualTo("BNB").And.Property("Unread").Null);
    }

    [Test]
    public void An_event_of_the_stream_is_the_report_that_it_says()
    {
        using var message = JsonDocument.Parse(Bytes("execution-report"));
        var said = message.RootElement.GetProperty("event").Deserialize(BinanceJson.Default.ExecutionReportDocument)!;
        var report = new EventReader("acc", InBitcoin, new TradeReader("acc", InBitcoin)).NewsOf(said).Single().Report!;

        Assert.That((report.ExecType, report.OrdStatus, report.OrderId, report.ClOrdId, report.Symbol), Is.EqualTo((ExecType.New, OrdStatus.New, "ETHBTC-4293153", "mUvoqJxFIILMdfAW5iGSOW", "ETH/BTC")));
        Assert.That((EventReader.IsUnderstood(said), report.Unread), Is.EqualTo((true, (string?)null)));
    }

    [Test]
    public void Balances_quotes_and_the_time_are_read()
    {
        var account = JsonSerializer.Deserialize(Bytes("account"), BinanceJson.Default.AccountDocument)!;
        var tickers = JsonSerializer.Deserialize(Bytes("book-tickers"), BinanceJson.Default.ListBookTickerDocument)!;

        Assert.That(account.Balances!.Select(balance => (balance.Asset, balance.Free)), Is.EqualTo(new (string?, decimal?)[] { ("BTC", 4723846.89208129m), ("LTC", 4763368.68006011m) }));
        Assert.That((tickers[0].Symbol, tickers[0].BidPrice, tickers[0].AskPrice), Is.EqualTo(("LTCBTC", (decimal?)4m, (decimal?)4.000002m)));
        Assert.That(JsonSerializer.Deserialize(Bytes("time"), BinanceJson.Default.TimeDocument)!.ServerTime, Is.EqualTo(1499827319559));
    }

    private static byte[] Bytes(string file) => Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", $"{file}.json")));
}
