using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Sessions.Status;

/// <summary>What must be known of a market, besides its hours, before an order goes out there.</summary>
public enum MarketInput
{
    /// <summary>Whether the symbol trades.</summary>
    SecurityStatus,

    /// <summary>Whether the market does.</summary>
    MarketStatus,

    /// <summary>Between which prices the symbol may trade.</summary>
    PriceBand,
}

/// <summary>
/// Which inputs which market requires, as one text: <c>MARKET=INPUT+INPUT</c>, several with a semicolon between them, for example
/// <c>XNYS=security_status+market_status+price_band;XNAS=security_status</c>.
/// </summary>
public sealed class RequiredInputs
{
    private readonly string text;
    private readonly IReadOnlyDictionary<string, IReadOnlySet<MarketInput>> byMarket;

    private RequiredInputs(string text, IReadOnlyDictionary<string, IReadOnlySet<MarketInput>> byMarket) => (this.text, this.byMarket) = (text, byMarket);

    /// <summary>No market requires any: what is known counts, what is not is no hindrance.</summary>
    public static RequiredInputs None { get; } = new("", new Dictionary<string, IReadOnlySet<MarketInput>>());

    /// <exception cref="FormatException">The text is none of these; the message says what is wrong with which part.</exception>
    public static RequiredInputs Parse(string text)
    {
        var words = Enum.GetValues<MarketInput>().ToDictionary(input => Intents.Words.Of(input));
        var byMarket = new Dictionary<string, IReadOnlySet<MarketInput>>(StringComparer.Ordinal);
        foreach (var entry in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } market, { Length: > 0 } inputs])
            {
                throw new FormatException($"is no MARKET=INPUT+INPUT in '{entry}'; write for example XNYS=security_status+price_band");
            }

            if (!KnownMarkets.Codes.Contains(market))
            {
                throw new FormatException($"names the market {market}, and there are {string.Join(", ", KnownMarkets.Codes)}");
            }

            var set = inputs.Split('+', StringSplitOptions.TrimEntries).Select(word => words.TryGetValue(word, out var input)
                ? input
                : throw new FormatException($"asks for '{word}' of {market}, and the inputs are {string.Join(", ", words.Keys)}")).ToHashSet();
            if (!byMarket.TryAdd(market, set))
            {
                throw new FormatException($"names the market {market} twice");
            }
        }

        return new RequiredInputs(text, byMarket);
    }

    /// <summary>Whether a market requires an input.</summary>
    public bool Ask(string market, MarketInput input) => byMarket.TryGetValue(market, out var inputs) && inputs.Contains(input);

    /// <inheritdoc/>
    public override string ToString() => text;
}
