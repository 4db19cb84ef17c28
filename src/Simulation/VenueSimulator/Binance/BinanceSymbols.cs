namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Binance's spelling of pairs, <c>BTCUSDT</c>, and the simulator's, <c>BTC/USDT</c>.</summary>
internal static class BinanceSymbols
{
    private static readonly string[] Quotes = ["USDT", "USDC", "USD", "BTC"];

    /// <summary>The pairs that are listed before anybody has traded; any other pair of what is priced trades, too.</summary>
    public static IReadOnlyList<string> Listed { get; } = ["BTC/USDT", "ETH/USDT", "BNB/USDT", "SOL/USDT", "LTC/USDT"];

    public static string ToVenue(string symbol) => symbol.Replace("/", "", StringComparison.Ordinal);

    /// <summary>Null for what is no pair of anything known.</summary>
    public static string? ToPair(string? venueSymbol) =>
        venueSymbol is not null && Quotes.FirstOrDefault(quote => venueSymbol.Length > quote.Length && venueSymbol.EndsWith(quote, StringComparison.Ordinal)) is { } priced
            && venueSymbol.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter))
            ? $"{venueSymbol[..^priced.Length]}/{priced}"
            : null;

    /// <summary>The coin of a pair.</summary>
    public static string CoinOf(string symbol) => symbol.Split('/')[0];
}
