using System.Text;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>Quotes and last trades over the stream of market data, and what becomes of them when it is late or breaks.</summary>
public sealed class MarketStreamTests
{
    private static readonly TimeSpan JustTold = TimeSpan.FromSeconds(2);

    private Trading trading = null!;

    [SetUp]
    public void Open() => trading = new Trading();

    [TearDown]
    public void Close() => trading.Dispose();

    [Test]
    public void A_quote_that_was_just_told_is_not_asked_for_and_is_no_older_than_the_last_question_that_was_answered()
    {
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        var (now, asked) = (trading.Now, Asked());
        Quote(101, 102);

        var quote = QuoteOf("BTC/USDT");

        Assert.That((quote.Bid, quote.BidSize, quote.Ask, quote.AskSize), Is.EqualTo((101m, 5m, 102m, 7m)));
        Assert.That(now - quote.At, Is.InRange(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Assert.That(Asked(), Is.EqualTo(asked));
    }

    [Test]
    public void A_quote_that_stands_is_told_once_and_asked_for_from_then_on()
    {
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        Quote(101, 102);
        trading.Pass(JustTold);
        var asked = Asked();

        Assert.That((QuoteOf("BTC/USDT").At, Asked()), Is.EqualTo((trading.Now, asked + 1)));
    }

    [Test]
    public void What_a_stream_tells_late_is_never_taken_for_fresh()
    {
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        trading.Act("""{"delay_market_stream":{"by":"10s"}}""");
        trading.Pass(TimeSpan.FromSeconds(1));
        Quote(101, 102);
        Quote(103, 104, "ETH/USDT");
        trading.Behave("""{"when":{"call":"quotes"},"status":503}""");
        for (var i = 0; i < 40; i++)
        {
            Assert.That(Latest("BTC/USDT"), Is.Not.TypeOf<VenueAnswer<IReadOnlyList<Quote>>.Stated>(), $"{i / 2.0} s after it was made");
            trading.Pass(TimeSpan.FromSeconds(0.5));
        }
    }

    [Test]
    public void A_pair_that_comes_into_use_is_subscribed_to_on_the_same_connection()
    {
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        QuoteOf("BNB/USDT");
        trading.Pass(TimeSpan.FromSeconds(2));
        var asked = Asked();
        Quote(510, 511, "BNB/USDT");

        Assert.That((QuoteOf("BNB/USDT").Bid, Asked()), Is.EqualTo(((decimal?)510m, asked)));
        Assert.That(Connections(), Is.EqualTo(1));
    }

    [Test]
    public void When_the_stream_breaks_nothing_it_told_counts_and_it_is_opened_again_after_a_pause()
    {
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        Quote(101, 102);
        Trade(101.5m);
        trading.Act("""{"drop_market_stream":{}}""");
        var asked = Asked();
        QuoteOf("BTC/USDT");
        Assert.That((Asked(), trading.Lookups.LastTrades(["BTC/USDT"]).Count), Is.EqualTo((asked + 1, 0)));

        trading.Pass(TimeSpan.FromSeconds(3));
        Quote(105, 106);

        Assert.That((QuoteOf("BTC/USDT").Bid, Asked(), Connections()), Is.EqualTo(((decimal?)105m, asked + 1, 2)));
    }

    [Test]
    public void A_last_trade_is_kept_with_the_venues_time_and_is_never_a_quote()
    {
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        Trade(123);
        trading.Pass(TimeSpan.FromSeconds(5));

        Assert.That(trading.Lookups.LastTrades(["BTC/USDT", "BNB/USDT"]), Is.EqualTo(new[] { new LastTrade("BTC/USDT", trading.Now.AddSeconds(-5), 123, 2) }));
        Assert.That(QuoteOf("BTC/USDT").Ask, Is.EqualTo(100m));
    }

    [Test]
    public void What_is_held_and_nobody_quotes_is_worth_its_last_trade_of_the_last_minute()
    {
        trading.Listen();
        trading.Submit("A");
        Wanted();
        trading.Pass(TimeSpan.FromSeconds(1));
        trading.Act("""{"quote":{"symbol":"BTC/USDT"}}""");
        Assert.That(async () => await trading.Lookups.AccountAsync(CancellationToken.None), Throws.TypeOf<VenueUnavailableException>());
        Trade(90);

        var account = Trading.Done(trading.Lookups.AccountAsync(CancellationToken.None));
        Assert.That(account.Equity - account.Cash, Is.EqualTo(900m));

        trading.Pass(TimeSpan.FromMinutes(1));
        Assert.That(async () => await trading.Lookups.AccountAsync(CancellationToken.None), Throws.TypeOf<VenueUnavailableException>(), "which says nothing any more");
    }

    [Test]
    public void When_nobody_wants_quotes_any_more_the_stream_is_left()
    {
        Wanted();
        trading.Pass(Trading.Options.StreamSilence + TimeSpan.FromMinutes(1));
        trading.Act("""{"drop_market_stream":{}}""");
        trading.Pass(TimeSpan.FromMinutes(1));

        Assert.That(Connections(), Is.EqualTo(1));
    }

    // web-socket-streams.md, Individual Symbol Book Ticker Streams, Trade Streams and Server Shutdown.
    [TestCase("""{"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BTCUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}}""", "Quote")]
    [TestCase("""{"stream":"btcusdt@trade","data":{"e":"trade","E":1672515782136,"s":"BTCUSDT","t":12345,"p":"0.001","q":"100","T":1672515782136,"m":true,"M":true}}""", "LastTrade")]
    [TestCase("""{"stream":"dogeusdt@bookTicker","data":{"u":1,"s":"DOGEUSDT","b":"1","B":"1","a":"1","A":"1"}}""", "")]
    [TestCase("""{"result":null,"id":1}""", "")]
    [TestCase("""{"result":["btcusdt@trade"],"id":3}""", "")]
    public void The_documentations_messages_are_read(string message, string kinds)
    {
        var messages = new BinanceMessages("acc", Pairs.Of(Trading.Options));

        Assert.That(string.Join(' ', messages.Read(Encoding.UTF8.GetBytes(message)).Select(told => told.GetType().Name)), Is.EqualTo(kinds));
    }

    [TestCase("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}""")]
    [TestCase("""{"code":2,"msg":"Invalid request: missing field `method`","id":1}""")]
    [TestCase("""{"error":{"code":2,"msg":"Invalid request"},"id":1}""")]
    public void A_venue_that_goes_or_refuses_ends_the_stream(string message) => Assert.That(
        () => new BinanceMarketStream(Pairs.Of(Trading.Options), trading.Clock, trading.Log).Take(Encoding.UTF8.GetBytes(message)), Throws.TypeOf<InvalidOperationException>());

    [TestCase("<html>")]
    [TestCase("null")]
    [TestCase("""{"stream":"btcusdt@bookTicker","data":{"s":"BTCUSDT","b":"1"}}""")]
    public void What_cant_be_read_is_told_and_changes_nothing(string message)
    {
        var stream = new BinanceMarketStream(Pairs.Of(Trading.Options), trading.Clock, trading.Log);
        stream.Take(Encoding.UTF8.GetBytes(message));

        Assert.That(trading.Log.Lines.Single(), Does.Contain("what nobody understands"));
        Assert.That(stream.Quotes(["BTC/USDT"]), Is.Empty);
    }

    [TestCase("https://api.binance.com", "wss://stream.binance.com:9443/stream")]
    [TestCase("https://testnet.binance.vision", "wss://stream.testnet.binance.vision/stream")]
    [TestCase("http://[::1]:8090", "ws://[::1]:8090/stream")]
    public void Its_address_follows_from_the_rest_apis(string url, string stream) =>
        Assert.That(BinanceEndpoints.Of(new BinanceOptions { Url = url }).Market.AbsoluteUri, Is.EqualTo(stream));

    private void Wanted() => QuoteOf("BTC/USDT");

    private VenueAnswer<IReadOnlyList<Quote>> Latest(string symbol) => Trading.Done(trading.Lookups.LatestQuotesAsync([symbol], CancellationToken.None));

    private Quote QuoteOf(string symbol) => Latest(symbol).Require("no quotes").Single();

    private void Quote(decimal bid, decimal ask, string symbol = "BTC/USDT") =>
        trading.Act($$$"""{"quote":{"symbol":"{{{symbol}}}","bid":{{{bid}}},"bid_size":5,"ask":{{{ask}}},"ask_size":7}}""");

    private void Trade(decimal px) => trading.Act($$$"""{"market_trade":{"symbol":"BTC/USDT","px":{{{px}}},"qty":2}}""");

    private int Asked() => trading.Venue.Calls.Count(call => call.Path == "/api/v3/ticker/bookTicker");

    private int Connections() => trading.Venue.Calls.Count(call => call.Call == Simulation.VenueSimulator.CallKind.Stream);
}
