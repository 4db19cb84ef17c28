using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Sessions;

/// <summary>
/// Which market a symbol trades at, as one text: <c>PATTERN=MARKET</c>, several with a semicolon between them; the first that fits decides.
/// A pattern is a symbol, or has one <c>*</c> at its start or end: <c>*.L=XLON;*.DE=XETR;ES*=CMES;AAPL=XNAS</c>. What none fits trades
/// around the clock (<c>24/7</c>) when it is a pair with a slash such as <c>BTC/USD</c>, else at <c>XNYS</c>.
/// </summary>
public sealed class SymbolMarkets
{
    private readonly string text;
    private readonly IReadOnlyList<(string Pattern, string Market)> entries;

    private SymbolMarkets(string text, IReadOnlyList<(string Pattern, string Market)> entries) => (this.text, this.entries) = (text, entries);

    /// <summary>Pairs around the clock, everything else at <c>XNYS</c>.</summary>
    public static SymbolMarkets Default { get; } = new("", []);

    /// <exception cref="FormatException">The text is none of these; the message says what is wrong with which part.</exception>
    public static SymbolMarkets Parse(string text)
    {
        var entries = new List<(string Pattern, string Market)>();
        foreach (var entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } pattern, { Length: > 0 } market])
            {
                throw new FormatException($"is no PATTERN=MARKET in '{entry}'; write for example *.L=XLON;ES*=CMES");
            }

            if (pattern.IndexOf('*') is > 0 and var star && star < pattern.Length - 1 || pattern.Count(c => c == '*') > 1)
            {
                throw new FormatException($"has a * inside '{pattern}'; a pattern has one at its start or at its end");
            }

            if (!KnownMarkets.Codes.Contains(market))
            {
                throw new FormatException($"names the market {market}, and there are {string.Join(", ", KnownMarkets.Codes)}");
            }

            entries.Add((pattern.ToUpperInvariant(), market));
        }

        return new SymbolMarkets(text, entries);
    }

    /// <summary>The code of the symbol's market.</summary>
    public string Of(string symbol) =>
        entries.FirstOrDefault(entry => Fits(entry.Pattern, symbol)).Market ?? (symbol.Contains('/') ? KnownMarkets.AroundTheClock : "XNYS");

    /// <inheritdoc/>
    public override string ToString() => text;

    private static bool Fits(string pattern, string symbol) => pattern switch
    {
        ['*', .. var end] => symbol.EndsWith(end, StringComparison.OrdinalIgnoreCase),
        [.. var start, '*'] => symbol.StartsWith(start, StringComparison.OrdinalIgnoreCase),
        _ => symbol.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    };
}
