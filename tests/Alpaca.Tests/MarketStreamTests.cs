using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Alpaca.Tests;

/// <summary>Statuses and bands of the stream of market data, in the codes of both tapes.</summary>
public sealed class MarketStreamTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [TestCase("2", SecurityTradingStatus.TradingHalt)]
    [TestCase("3", SecurityTradingStatus.Resume)]
    [TestCase("H", SecurityTradingStatus.TradingHalt)]
    [TestCase("P", SecurityTradingStatus.TradingHalt)]
    [TestCase("Q", SecurityTradingStatus.TradingHalt, Description = "quotes begin again, trades do not")]
    [TestCase("T", SecurityTradingStatus.Resume)]
    [TestCase("E", null, Description = "short sale restriction")]
    [TestCase("5", null, Description = "a price indication")]
    [TestCase("~", SecurityTradingStatus.UnknownOrInvalid)]
    public void A_status_is_read_by_its_code(string code, SecurityTradingStatus? status) =>
        Assert.That(MarketReader.StatusOf(new MarketDocument { Symbol = "AAPL", StatusCode = code })?.Status, Is.EqualTo(status));

    [Test]
    public void The_documented_examples_are_read()
    {
        var board = new MarketBoard();
        Hear(board, """[{"T":"l","S":"IONM","u":3.24,"d":2.65,"i":"B","t":"2023-04-06T13:34:45.565004401Z","z":"C"}]""");
        Hear(board, """[{"T":"s","S":"AAPL","sc":"H","sm":"Trading Halt","rc":"T12","rm":"Trading Halted; For information requested by NASDAQ","t":"2021-02-22T19:15:00Z","z":"C"}]""");

        var news = board.AsOf(Now);
        Assert.That(news.Bands, Is.EqualTo(new[] { new PriceBand("IONM", 2.65m, 3.24m, Now) }));
        Assert.That(news.Symbols.Single(), Is.EqualTo(new SecurityStatus("AAPL", SecurityTradingStatus.TradingHalt, Now, "H Trading Halt, T12 Trading Halted; For information requested by NASDAQ")));
        Assert.That(news.Markets, Is.Empty);
    }

    [Test]
    public void A_trade_is_kept_with_its_time_and_one_that_comes_late_does_not_replace_a_newer()
    {
        var board = new MarketBoard();
        Hear(board, """[{"T":"t","i":96921,"S":"AAPL","x":"D","p":126.55,"s":1,"t":"2021-02-22T15:51:44.208Z","c":["@","I"],"z":"C"}]""");
        Hear(board, """[{"T":"t","i":96920,"S":"AAPL","x":"D","p":120,"s":9,"t":"2021-02-22T15:51:40Z","c":["@","Z"],"z":"C"}]""");

        Assert.That(board.TradesOf(["AAPL", "MSFT"]), Is.EqualTo(new[] { new LastTrade("AAPL", DateTimeOffset.Parse("2021-02-22T15:51:44.208Z"), 126.55m, 1) }));
        Assert.That(board.QuotesOf(["AAPL"]), Is.Empty, "and is no quote");
    }

    [Test]
    public void A_band_that_is_suspended_is_none()
    {
        var board = new MarketBoard();
        Hear(board, """[{"T":"l","S":"IONM","u":3.24,"d":2.65,"i":"B"},{"T":"l","S":"IONM","u":3.24,"d":2.65,"i":"D"}]""");

        Assert.That(board.AsOf(Now).Bands, Is.Empty);
    }

    [TestCase("H", "MWC1", 15)]
    [TestCase("H", "MWC2", 15)]
    [TestCase("2", "1", 15)]
    [TestCase("H", "MWC3", 12 * 60)]
    public void A_market_wide_halt_is_of_both_markets_and_ends_by_rule(string code, string reason, int minutes)
    {
        var board = new MarketBoard();
        Hear(board, $$"""[{"T":"s","S":"AAPL","sc":"{{code}}","rc":"{{reason}}","t":"2026-03-02T15:00:00Z"}]""");

        Assert.That(board.AsOf(Now).Markets.Select(market => (market.Market, market.Status, market.Until)),
            Is.EqualTo(new[] { ("XNYS", TradSesStatus.Halted, (DateTimeOffset?)Now.AddMinutes(minutes)), ("XNAS", TradSesStatus.Halted, Now.AddMinutes(minutes)) }));
    }

    [Test]
    public void Its_resumption_opens_them()
    {
        var board = new MarketBoard();
        Hear(board, """[{"T":"s","S":"AAPL","sc":"H","rc":"MWC1","t":"2026-03-02T15:00:00Z"},{"T":"s","S":"AAPL","sc":"T","rc":"MWCQ","t":"2026-03-02T15:15:00Z"}]""");

        Assert.That(board.AsOf(Now).Markets.Select(market => market.Status), Has.All.EqualTo(TradSesStatus.Open));
    }

    [Test]
    public void What_was_heard_before_a_stream_broke_is_forgotten()
    {
        var board = new MarketBoard();
        Hear(board, """[{"T":"s","S":"AAPL","sc":"H","rc":"MWC1"},{"T":"l","S":"IONM","u":3.24,"d":2.65}]""");

        board.Forget();

        Assert.That((board.AsOf(Now).Symbols.Count, board.AsOf(Now).Bands.Count, board.AsOf(Now).Markets.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void The_newest_quote_of_a_symbol_counts_with_its_own_time_and_a_side_at_0_is_none()
    {
        var board = new MarketBoard();
        Hear(board, """[{"T":"q","S":"AMD","bx":"U","bp":87.66,"bs":1,"ax":"Q","ap":87.68,"as":4,"c":["R"],"z":"C","t":"2021-02-22T15:51:45.335689322Z"}]""");
        Hear(board, """[{"T":"q","S":"AMD","bp":87,"bs":1,"ap":88,"as":4,"t":"2021-02-22T15:51:44Z"},{"T":"q","S":"F","bp":0,"bs":0,"ap":10,"as":4,"t":"2021-02-22T15:51:44Z"}]""");

        Assert.That(board.QuotesOf(["AMD", "F", "AAPL"]).Select(quote => (quote.Symbol, quote.Bid, quote.Ask)), Is.EqualTo(new[] { ("AMD", (decimal?)87.66m, (decimal?)87.68m), ("F", null, 10m) }));
        board.Forget();
        Assert.That(board.QuotesOf(["AMD"]), Is.Empty);
    }

    private static void Hear(MarketBoard board, string frame)
    {
        foreach (var item in MarketReader.Read(System.Text.Encoding.UTF8.GetBytes(frame)))
        {
            board.Hear(item);
        }
    }
}
