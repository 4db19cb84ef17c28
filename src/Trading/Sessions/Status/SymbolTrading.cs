using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions.Status;

/// <summary>
/// What halts, bands and breakers make of the market's hours for one order. What stops trading stands until its end is said, or has come by
/// rule; what lets trade is good for a while, and where it is required and not known the market counts as closed.
/// </summary>
public static class SymbolTrading
{
    /// <summary>The symbol does not trade: a halt, or the pause that follows a limit state.</summary>
    public const string Halted = "SESSION_HALTED";

    /// <summary>The whole market does not trade: a market-wide breaker, or a halt of the exchange.</summary>
    public const string MarketHalted = "SESSION_MARKET_HALTED";

    /// <summary>The best price stands at the band, and the order would only stand there too.</summary>
    public const string InLimitState = "SESSION_LIMIT_STATE";

    /// <summary>The order's limit lies outside the band, where nothing may trade.</summary>
    public const string OutsideBand = "SESSION_PRICE_BAND";

    /// <summary>The order waits: <c>session.requirements</c> names a fact that nobody has said, or has said lately.</summary>
    public const string FactUnknown = "SESSION_FACT_UNKNOWN";

    /// <summary>How long an order that is held waits before it is looked at again where nobody knows the end.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Whether the order would go out by the hours alone, so that the rest matters.</summary>
    public static bool Matters(OrderSession hours) => hours.Status is SessionStatus.Open or SessionStatus.Closed { IsKeptByVenue: true };

    /// <summary>Works it out.</summary>
    /// <param name="hours">What the hours mean for the order.</param>
    /// <param name="order">The order.</param>
    /// <param name="facts">What is known.</param>
    /// <param name="enough">What must be.</param>
    /// <param name="now">The instant.</param>
    /// <returns>The hours, or closed for a reason; or what is not known and must be.</returns>
    public static (OrderSession Hours, string? Missing) Of(OrderSession hours, OrderAsk order, TradingFacts facts, KnownEnough enough, DateTimeOffset now)
    {
        if (!Matters(hours))
        {
            return (hours, null);
        }

        var isOpen = hours.Status is SessionStatus.Open;

        // While the market is closed no band is in force, and none in an auction.
        var isBanded = isOpen && order.TimeInForce is not (TimeInForce.Opg or TimeInForce.Cls or TimeInForce.ExtendedHours);
        if ((ByMarket(facts.Market, isOpen, now) ?? BySymbol(facts.Symbol, now) ?? (isBanded ? ByLimitState(order, facts.LimitState, now) : null)) is { } halted)
        {
            return (halted, null);
        }

        var band = facts.Band is { } known && known.IsInForce(enough.Oldest, now) ? known : null;
        if (Missing(facts, isOpen, isBanded, band, enough, now) is { } missing)
        {
            return (hours, missing);
        }

        return ((isBanded && band is not null ? ByBand(order, band, now) : null) ?? hours, null);
    }

    /// <summary>Whether nothing of a symbol trades, whatever an order asks, though its market's hours would let it.</summary>
    public static bool IsHalted(TradingFacts facts, DateTimeOffset now) =>
        ByMarket(facts.Market, isOpen: true, now) is not null || BySymbol(facts.Symbol, now) is not null || facts.LimitState?.IsPausedAt(now) == true;

    // What the venue keeps for the next session needs no market that is open, only one that is not halted.
    private static OrderSession? ByMarket(IReadOnlyList<MarketStatus> market, bool isOpen, DateTimeOffset now) =>
        market.FirstOrDefault(status => (status.Status == TradSesStatus.Halted || (isOpen && status.Status == TradSesStatus.Closed)) && !(now >= status.Until)) is { } status
            ? Closed(MarketHalted, status.Until, $"{status.Market} is {Intents.Words.Of(status.Status)}: {status.Text}", now)
            : null;

    private static OrderSession? BySymbol(IReadOnlyList<SecurityStatus> symbol, DateTimeOffset now) =>
        symbol.FirstOrDefault(status => !Trades(status) && status.Status != SecurityTradingStatus.UnknownOrInvalid) is { } status
            ? Closed(Halted, null, $"{Intents.Words.Of(status.Status)}: {status.Text}", now)
            : null;

    private static string? Missing(TradingFacts facts, bool isOpen, bool isBanded, PriceBand? band, KnownEnough enough, DateTimeOffset now)
    {
        bool Lacks(MarketInput input, bool isKnown) => enough.Required(input) && !isKnown;
        return Lacks(MarketInput.SecurityStatus, facts.Symbol.Any(status => Trades(status) && IsFresh(status.At, enough.Oldest, now)))
                ? Unknown(MarketInput.SecurityStatus, facts.Symbol.Select(status => status.At))
            : isOpen && Lacks(MarketInput.MarketStatus, facts.Market.Any(status => status.Status == TradSesStatus.Open && IsFresh(status.At, enough.Oldest, now)))
                ? Unknown(MarketInput.MarketStatus, facts.Market.Select(status => status.At))
            : isBanded && Lacks(MarketInput.PriceBand, band is not null)
                ? Unknown(MarketInput.PriceBand, facts.Band is { } stale ? [stale.At] : [])
            : null;
    }

    // It stands although the band grows old: nobody states one in a pause.
    private static OrderSession? ByLimitState(OrderAsk order, LimitState? limit, DateTimeOffset now) =>
        limit is null ? null
        : limit.IsPausedAt(now) ? Closed(Halted, limit.ResumesAt, "trading pause after a limit state of 15 s", now)
        : limit.Side == order.Side && now < limit.PausesAt ? Closed(InLimitState, limit.PausesAt, $"limit state since {limit.Since:O}", now)
        : null;

    private static OrderSession? ByBand(OrderAsk order, PriceBand band, DateTimeOffset now) =>
        order.LimitPrice is { } price && (order.Side == Side.Buy ? price > band.HighLimitPrice : price < band.LowLimitPrice)
            ? Closed(OutsideBand, null, $"limit_price={price}, band={band.LowLimitPrice}..{band.HighLimitPrice}", now)
            : null;

    private static OrderSession Closed(string code, DateTimeOffset? until, string reason, DateTimeOffset now) =>
        new(new SessionStatus.Closed(until ?? now + LookAgain, reason) { Code = code }, null);

    private static bool Trades(SecurityStatus status) => status.Status is SecurityTradingStatus.ReadyToTrade or SecurityTradingStatus.Resume;

    private static bool IsFresh(DateTimeOffset at, TimeSpan oldest, DateTimeOffset now) => now - at <= oldest && at - now <= oldest;

    private static string Unknown(MarketInput input, IEnumerable<DateTimeOffset> ats) =>
        $"fact={Intents.Words.Of(input)}, last_said={(ats.DefaultIfEmpty().Max() is var at && at != default ? at.ToString("O") : "never")}";
}
