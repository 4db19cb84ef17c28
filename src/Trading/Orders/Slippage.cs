using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>What an order paid against the price quoted when it was validated.</summary>
public static class Slippage
{
    /// <summary>In basis points of the reference price; positive is worse for the order. Null without a fill or a reference.</summary>
    public static decimal? Bps(Side side, decimal? avgPx, decimal? referencePx)
    {
        if (avgPx is not { } paid || referencePx is not > 0)
        {
            return null;
        }

        var worse = side == Side.Buy ? paid - referencePx.Value : referencePx.Value - paid;
        return decimal.Round(worse / referencePx.Value * 10_000, 4);
    }
}
