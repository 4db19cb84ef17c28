using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca;

/// <summary>What the stream of market data has told of each symbol last, and of the markets. Not for several threads.</summary>
internal sealed class MarketBoard
{
    private static readonly string[] Markets = ["XNYS", "XNAS"];
    private static readonly TimeSpan BreakerHalt = TimeSpan.FromMinutes(15);

    // From any instant of the core session it reaches into the night, and not to the next morning.
    private static readonly TimeSpan RestOfTheDay = TimeSpan.FromHours(12);

    private readonly Dictionary<string, SecurityStatus> statuses = [];
    private readonly Dictionary<string, PriceBand> bands = [];
    private readonly Dictionary<string, Quote> quotes = [];
    private readonly Dictionary<string, LastTrade> trades = [];
    private (int Level, DateTimeOffset? Until)? breaker;

    /// <exception cref="FormatException">The message lacks what it is about.</exception>
    public void Hear(MarketDocument item)
    {
        switch (item.Type)
        {
            case "s":
                if (MarketReader.StatusOf(item) is { } status)
                {
                    statuses[status.Symbol] = status;
                }

                breaker = MarketReader.BreakerOf(item) is { } level ? (level, EndOf(level, item.At)) : breaker;
                break;
            case "l" when MarketReader.BandOf(item) is { } band:
                bands[band.Symbol] = band;
                break;
            case "q":
                var quote = MarketReader.QuoteOf(item);
                quotes[quote.Symbol] = quotes.TryGetValue(quote.Symbol, out var before) && before.At > quote.At ? before : quote;
                break;
            case "t":
                var trade = MarketReader.TradeOf(item);
                trades[trade.Symbol] = trades.TryGetValue(trade.Symbol, out var last) && last.At > trade.At ? last : trade;
                break;
            case "l":
                bands.Remove(item.Symbol!);
                break;
        }
    }

    /// <summary>Forgets everything, since what came after it may have been missed.</summary>
    public void Forget()
    {
        statuses.Clear();
        bands.Clear();
        quotes.Clear();
        trades.Clear();
        breaker = null;
    }

    /// <summary>The newest quotes of those of the symbols that have one.</summary>
    public IReadOnlyList<Quote> QuotesOf(IEnumerable<string> symbols) => [.. symbols.Select(symbol => quotes.GetValueOrDefault(symbol)).OfType<Quote>()];

    /// <summary>The last trades of those of the symbols that have one.</summary>
    public IReadOnlyList<LastTrade> TradesOf(IEnumerable<string> symbols) => [.. symbols.Select(symbol => trades.GetValueOrDefault(symbol)).OfType<LastTrade>()];

    /// <summary>Everything, with the time at which it was last known to hold.</summary>
    public MarketNews AsOf(DateTimeOffset at) => new(
        [.. statuses.Values.Select(status => status with { At = at })],
        [.. bands.Values.Select(band => band with { At = at })],
        breaker is not var (level, until) ? [] : [.. Markets.Select(market => level == 0
            ? new MarketStatus(market, TradSesStatus.Open, at, null, "market-wide circuit breaker: resumed")
            : new MarketStatus(market, TradSesStatus.Halted, at, until, $"market-wide circuit breaker, level {level}"))]);

    // Level 3 is for the rest of the day; the day after, the market's own hours say when it opens.
    private static DateTimeOffset? EndOf(int level, DateTimeOffset? at) => at is not { } began || level == 0 ? null
        : level < 3 ? began + BreakerHalt
        : began + RestOfTheDay;
}
