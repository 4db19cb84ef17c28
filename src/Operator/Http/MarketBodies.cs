using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions.Status;

namespace Pipeline.Operator.Http;

/// <summary>Whether a symbol trades.</summary>
public sealed record SymbolStatusBody : ActBody
{
    /// <summary>The word.</summary>
    public required SecurityTradingStatus Status { get; init; }
}

/// <summary>Whether a market trades.</summary>
public sealed record MarketStatusBody : ActBody
{
    /// <summary>The word.</summary>
    public required TradSesStatus Status { get; init; }

    /// <summary>When it ends by itself. Default when something else is said.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Between which prices a symbol may trade.</summary>
public sealed record PriceBandBody : ActBody
{
    /// <summary>The lowest price.</summary>
    public required decimal LowLimitPrice { get; init; }

    /// <summary>The highest price.</summary>
    public required decimal HighLimitPrice { get; init; }

    /// <summary>Until when it counts without being said again, at most a day ahead. Default: for three <c>session.status_interval</c>.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>From what a band follows by rule.</summary>
public sealed record ReferencePriceBody : ActBody
{
    /// <summary>The mean price of the five minutes before.</summary>
    public required decimal ReferencePrice { get; init; }

    /// <summary>The close of the trading day before.</summary>
    public required decimal PreviousClose { get; init; }

    /// <summary>The stock's tier. Default the one with the narrower bands.</summary>
    public LuldTier Tier { get; init; } = LuldTier.Tier1;

    /// <summary>Until when it counts without being said again, at most a day ahead. Default: for three <c>session.status_interval</c>.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>What the index of the market-wide breaker has come to.</summary>
public sealed record IndexBody : ActBody
{
    /// <summary>The index now.</summary>
    public required decimal Value { get; init; }

    /// <summary>Its close of the trading day before.</summary>
    public required decimal PriorClose { get; init; }
}
