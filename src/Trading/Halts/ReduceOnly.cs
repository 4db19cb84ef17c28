using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Halts;

/// <summary>What an account holds of a symbol, and what of it others may still trade.</summary>
/// <param name="PositionQty">Signed; short is negative.</param>
/// <param name="OpenBuyQty">What other orders at the venue, or perhaps there, may still buy.</param>
/// <param name="OpenSellQty">What they may still sell.</param>
public sealed record Holding(decimal PositionQty, decimal OpenBuyQty, decimal OpenSellQty);

/// <summary>Tells orders that make a position smaller from those that do not.</summary>
public static class ReduceOnly
{
    /// <summary>
    /// Whether the position is smaller, or gone, and never on the other side, when the order and everything of its side that is open have
    /// filled. What is open on the other side counts for nothing: nobody knows whether it fills.
    /// </summary>
    public static bool Allows(Side side, decimal qty, Holding holding) => side == Side.Sell
        ? holding.OpenSellQty + qty <= holding.PositionQty
        : holding.OpenBuyQty + qty <= -holding.PositionQty;
}
