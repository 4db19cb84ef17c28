namespace Pipeline.Venues.Binance;

/// <summary>A pair by both spellings.</summary>
/// <param name="Symbol">In the pipeline's, <c>BTC/USDT</c>.</param>
/// <param name="VenueSymbol">In Binance's, <c>BTCUSDT</c>.</param>
/// <param name="Base">What is bought and sold.</param>
/// <param name="Quote">What it is paid in.</param>
internal sealed record Pair(string Symbol, string VenueSymbol, string Base, string Quote);

/// <summary>The pairs that are traded. Binance's own spelling can't be taken apart, so that a symbol that is not among them stays a riddle.</summary>
public sealed class Pairs
{
    private readonly Dictionary<string, Pair> bySymbol;
    private readonly Dictionary<string, Pair> byVenueSymbol;
    private readonly Dictionary<string, Pair> byBase;

    private Pairs(IReadOnlyList<Pair> pairs, string cash)
    {
        (All, Cash) = (pairs, cash);
        bySymbol = pairs.ToDictionary(pair => pair.Symbol);
        byVenueSymbol = pairs.ToDictionary(pair => pair.VenueSymbol);
        byBase = pairs.ToDictionary(pair => pair.Base);
    }

    internal IReadOnlyList<Pair> All { get; }

    /// <summary>The asset that counts as cash.</summary>
    public string Cash { get; }

    /// <summary>The pairs of the options.</summary>
    /// <exception cref="FormatException">One is priced in something else than cash, or a coin is in two of them: then what is held would be of either.</exception>
    public static Pairs Of(BinanceOptions options)
    {
        var pairs = options.Symbols.Split(',').Select(symbol => symbol.Split('/') is [{ Length: > 0 } coin, { Length: > 0 } quote]
            ? new Pair(symbol, coin + quote, coin, quote)
            : throw new FormatException($"'{symbol}' is no pair; write BTC/USDT")).ToList();
        if (pairs.FirstOrDefault(pair => pair.Quote != options.CashAsset) is { } other)
        {
            throw new FormatException($"{other.Symbol} is not priced in {options.CashAsset}, the cash asset");
        }

        if (pairs.GroupBy(pair => pair.Base).FirstOrDefault(same => same.Count() > 1) is { } doubled)
        {
            throw new FormatException($"{doubled.Key} is in two pairs, so that nobody could tell whose position it is");
        }

        return new Pairs(pairs, options.CashAsset);
    }

    internal Pair? Find(string symbol) => bySymbol.GetValueOrDefault(symbol);

    internal Pair? OfVenue(string venueSymbol) => byVenueSymbol.GetValueOrDefault(venueSymbol);

    internal Pair? OfCoin(string asset) => byBase.GetValueOrDefault(asset);

    /// <exception cref="FormatException">It is none of the pairs.</exception>
    internal Pair Required(string? venueSymbol) => venueSymbol is { Length: > 0 } && OfVenue(venueSymbol) is { } pair
        ? pair
        : throw new FormatException($"symbol '{venueSymbol}' is none of the pairs that are traded");
}
