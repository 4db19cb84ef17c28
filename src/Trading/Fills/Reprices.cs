using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;

namespace Pipeline.Trading.Fills;

/// <summary>The prices of a line that is repriced: steps from its first price towards the market, never past its bounds.</summary>
public static class Reprices
{
    /// <summary>
    /// The price after the order's own; null when there is none within bounds. A step is at least one tick. All of them together are
    /// no more than <c>max_slippage_bps</c> of the first price, and none goes past the bound that was set when the line was validated.
    /// </summary>
    public static decimal? Next(Order order, decimal? firstPrice, TickSizes ticks)
    {
        if (firstPrice is not { } first || SentTerms.Of(order).Price is not { } price || order.Terms.MaxSlippageBps is not { } mostBps)
        {
            return null;
        }

        var worse = order.Side == Side.Buy ? 1 : -1;
        decimal At(decimal bps) => PriceBounds.OnTick(first * (1 + (worse * bps / 10_000)), order.Side, ticks);
        var step = At(order.FillPolicy.StepBps!.Value * order.Generation);
        var tick = price + (worse * ticks.At(price));
        var wanted = Worst(step, tick, order.Side);
        var next = PriceBounds.Effective(PriceBounds.Effective(wanted, At(mostBps), order.Side), order.PriceBound, order.Side)!.Value;
        return next > 0 && next * worse > price * worse ? next : null;
    }

    private static decimal Worst(decimal one, decimal other, Side side) => side == Side.Buy ? Math.Max(one, other) : Math.Min(one, other);
}
