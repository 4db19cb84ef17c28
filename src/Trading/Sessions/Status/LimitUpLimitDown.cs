using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Sessions.Status;

/// <summary>Which stocks have which width of a band.</summary>
public enum LuldTier
{
    /// <summary>The S&amp;P 500, the Russell 1000 and some exchange-traded products.</summary>
    Tier1 = 1,

    /// <summary>All others.</summary>
    Tier2 = 2,
}

/// <summary>
/// The plan to address extraordinary volatility of US equities (LULD, luldplan.com): from 09:30 to 16:00 no trade is outside a band around the
/// mean price of the five minutes before. When the best bid stands at the upper band, or the best offer at the lower one, the stock is in a
/// limit state; one that lasts 15 seconds leads to a pause of five minutes.
/// </summary>
public static class LimitUpLimitDown
{
    /// <summary>How long a limit state lasts before trading pauses.</summary>
    public static readonly TimeSpan LimitStateLasts = TimeSpan.FromSeconds(15);

    /// <summary>How long it pauses.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>In the last minutes before the close bands are twice as wide, but for stocks of tier 2 above three dollars (Amendment 18).</summary>
    public static readonly TimeSpan WideBeforeClose = TimeSpan.FromMinutes(25);

    private const decimal Tick = 0.01m;

    /// <summary>The band around a reference price, by rule, to the nearest cent.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="referencePx">The reference price, as the processors state it: the mean of the five minutes before.</param>
    /// <param name="previousClose">The close of the day before, which decides on the width.</param>
    /// <param name="tier">The stock's tier.</param>
    /// <param name="session">The session that is on.</param>
    /// <param name="now">The instant.</param>
    public static PriceBand BandOf(string symbol, decimal referencePx, decimal previousClose, LuldTier tier, TradingSession session, DateTimeOffset now)
    {
        var width = WidthOf(referencePx, previousClose, tier);
        if (now >= session.Close - WideBeforeClose && (tier == LuldTier.Tier1 || previousClose <= 3))
        {
            width *= 2;
        }

        decimal Round(decimal price) => Math.Round(price / Tick, MidpointRounding.AwayFromZero) * Tick;
        return new PriceBand(symbol, Math.Max(Tick, Round(referencePx - width)), Round(referencePx + width), now);
    }

    /// <summary>The limit state after a look at the best quote; null when there is none.</summary>
    /// <param name="band">The band.</param>
    /// <param name="before">The limit state before the look, or the pause that it has led to.</param>
    /// <param name="quote">The best quote.</param>
    /// <param name="now">The instant of the look.</param>
    public static LimitState? After(PriceBand band, LimitState? before, Quote quote, DateTimeOffset now)
    {
        if (before is not null && before.IsPausedAt(now))
        {
            return before;
        }

        Side? closed = quote.Bid >= band.HighLimitPrice ? Side.Buy : quote.Ask <= band.LowLimitPrice ? Side.Sell : null;
        return closed is not { } side ? null
            : before is not null && before.Side == side && now < before.PausesAt ? before
            : new LimitState(side, now);
    }

    private static decimal WidthOf(decimal referencePx, decimal previousClose, LuldTier tier) => previousClose switch
    {
        > 3 => referencePx * (tier == LuldTier.Tier1 ? 0.05m : 0.10m),
        >= 0.75m => referencePx * 0.20m,
        _ => Math.Min(0.15m, referencePx * 0.75m),
    };
}

/// <summary>A limit state, and the pause that follows when it lasts.</summary>
/// <param name="Side">The side that finds nobody within the band: buy at the upper one, sell at the lower one.</param>
/// <param name="Since">When it began.</param>
public sealed record LimitState(Side Side, DateTimeOffset Since)
{
    /// <summary>When trading pauses.</summary>
    public DateTimeOffset PausesAt => Since + LimitUpLimitDown.LimitStateLasts;

    /// <summary>First instant after the pause.</summary>
    public DateTimeOffset ResumesAt => PausesAt + LimitUpLimitDown.Pause;

    /// <summary>Whether trading is paused for it.</summary>
    public bool IsPausedAt(DateTimeOffset now) => PausesAt <= now && now < ResumesAt;
}
