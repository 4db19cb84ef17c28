using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions.Status;

/// <summary>What is known, besides a market's hours, of whether a symbol trades. Of several who speak for it the one who stops it counts.</summary>
public sealed record TradingFacts
{
    /// <summary>What each source says of the symbol.</summary>
    public IReadOnlyList<SecurityStatus> Symbol { get; init; } = [];

    /// <summary>What each source says of its market.</summary>
    public IReadOnlyList<MarketStatus> Market { get; init; } = [];

    /// <summary>Between which prices it may trade; null while nobody has said.</summary>
    public PriceBand? Band { get; init; }

    /// <summary>Its limit state, as of the last look at a quote; null when there is none.</summary>
    public LimitState? LimitState { get; init; }
}

/// <summary>What an order asks of the market, as far as halts and bands decide about it.</summary>
/// <param name="Side">Its side.</param>
/// <param name="LimitPrice">The limit that the intent has given; a bound that a slippage limit comes to is none.</param>
/// <param name="TimeInForce">Its time in force: bands hold in the core session, and not for its auctions.</param>
public sealed record OrderAsk(Side Side, decimal? LimitPrice, TimeInForce TimeInForce);

/// <summary>What must be known, and how fresh.</summary>
/// <param name="Required">Whether an input must be known.</param>
/// <param name="Oldest">How old a word that lets trade may be. A word that stops it stands until its end is said.</param>
public sealed record KnownEnough(Func<MarketInput, bool> Required, TimeSpan Oldest);
