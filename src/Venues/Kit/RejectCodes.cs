namespace Pipeline.Venues.Kit;

/// <summary>
/// The codes of a venue's refusal that proves itself: a fixed set, so that limits, halts and alerts mean the same at every venue. What proves
/// nothing keeps the venue's own code, in a <see cref="Refusal"/>.
/// </summary>
public static class RejectCodes
{
    /// <summary>The key, its signature or its permissions are refused.</summary>
    public const string Unauthorized = "UNAUTHORIZED";

    /// <summary>The account may not do this.</summary>
    public const string Forbidden = "FORBIDDEN";

    /// <summary>The rule on pattern day trading.</summary>
    public const string Pdt = "PDT";

    /// <summary>Nothing is held that could be sold.</summary>
    public const string NoPosition = "NO_POSITION";

    /// <summary>Less is held, or free, than is to be sold.</summary>
    public const string InsufficientQty = "INSUFFICIENT_QTY";

    /// <summary>The money does not do.</summary>
    public const string InsufficientBuyingPower = "INSUFFICIENT_BUYING_POWER";

    /// <summary>The order could trade with another one of the account.</summary>
    public const string WashTrade = "WASH_TRADE";

    /// <summary>Price, quantity or worth is outside of what the venue takes in the symbol.</summary>
    public const string InstrumentRules = "INSTRUMENT_RULES";

    /// <summary>There is no such symbol.</summary>
    public const string UnknownSymbol = "UNKNOWN_SYMBOL";

    /// <summary>The symbol does not trade now.</summary>
    public const string MarketClosed = "MARKET_CLOSED";

    /// <summary>The request is not what the venue reads.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";

    /// <summary>Read and refused for any other reason.</summary>
    public const string Unprocessable = "UNPROCESSABLE";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Unauthorized, Forbidden, Pdt, NoPosition, InsufficientQty, InsufficientBuyingPower, WashTrade, InstrumentRules, UnknownSymbol, MarketClosed,
        InvalidRequest, Unprocessable,
    ];
}
