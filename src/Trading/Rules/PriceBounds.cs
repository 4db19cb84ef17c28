using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Rules;

/// <summary>The worst price an order may trade at by <c>max_slippage_bps</c>.</summary>
public static class PriceBounds
{
    /// <summary>The tightest of the intent's own limit and the operator's, with who says so; null when there is none.</summary>
    public static (decimal Bps, string Scope)? LimitBps(RuleFacts facts) => (facts.Order.Terms.MaxSlippageBps, facts.Tightest(AllLimits.MaxSlippageBps)) switch
    {
        ({ } asked, var (file, scope)) => asked <= file ? (asked, "intent") : (file, scope.Text),
        ({ } asked, null) => (asked, "intent"),
        (null, var (file, scope)) => (file, scope.Text),
        _ => null,
    };

    /// <summary>
    /// The bound of an order by the tightest limit there is, never outside the collar, since it is the price that is sent; null when there is
    /// no such limit, no price to measure from, or for a buy no price on the tick that is low enough.
    /// </summary>
    public static decimal? Of(RuleFacts facts)
    {
        if (LimitBps(facts) is not var (bps, _) || facts.ReferencePx is not { } px)
        {
            return null;
        }

        var (side, ticks) = (facts.Order.Side, facts.TicksToRoundTo);
        return AsPrice(Effective(CollarOf(facts, px, ticks), OnTickOf(facts.Order.Terms with { MaxSlippageBps = bps }, side, px, ticks), side));
    }

    /// <summary>The worst price at which an order is sent: the tighter of its limit and its bound, which a line keeps; null when it takes any.</summary>
    public static decimal? SentPx(RuleFacts facts) =>
        Effective(facts.Order.Terms.LimitPrice, facts.Order.IsReplacement ? facts.Order.PriceBound : Of(facts), facts.Order.Side);

    private static decimal? CollarOf(RuleFacts facts, decimal referencePx, TickSizes ticks) =>
        facts.Tightest(AllLimits.CollarPct) is var (pct, _) && referencePx * (1 + ((facts.Order.Side == Side.Buy ? pct : -pct) / 100)) is > 0 and var edge
            ? OnTick(edge, facts.Order.Side, ticks)
            : null;

    /// <summary>
    /// The bound, on the tick and on the safe side of it, or null when the terms set no slippage limit. It is measured from
    /// the trigger for stop orders, which trade only there, and from the quoted price for the others.
    /// </summary>
    public static decimal? Of(OrderTerms terms, Side side, decimal referencePx, TickSizes ticks) => AsPrice(OnTickOf(terms, side, referencePx, ticks));

    private static decimal? OnTickOf(OrderTerms terms, Side side, decimal referencePx, TickSizes ticks)
    {
        if (terms.MaxSlippageBps is not { } bps)
        {
            return null;
        }

        var from = terms.StopPrice ?? referencePx;
        var bound = side == Side.Buy ? from * (1 + (bps / 10_000)) : from * (1 - (bps / 10_000));
        if (bound <= 0)
        {
            // Any price at all will do, and zero is none a venue takes.
            return null;
        }

        return OnTick(bound, side, ticks);
    }

    // A buy's bound below the first tick comes to zero there, which no order is worth and no venue takes.
    private static decimal? AsPrice(decimal? bound) => bound > 0 ? bound : null;

    /// <summary>A price on the tick, on the side of it that costs the order no more.</summary>
    public static decimal OnTick(decimal price, Side side, TickSizes ticks)
    {
        var tick = ticks.At(price);
        return side == Side.Buy ? Math.Floor(price / tick) * tick : Math.Ceiling(price / tick) * tick;
    }

    /// <summary>The price to put on the order: the tighter of its limit and its bound.</summary>
    public static decimal? Effective(decimal? limitPrice, decimal? bound, Side side) => (limitPrice, bound) switch
    {
        (null, _) => bound,
        (_, null) => limitPrice,
        _ => side == Side.Buy ? Math.Min(limitPrice.Value, bound.Value) : Math.Max(limitPrice.Value, bound.Value),
    };
}
