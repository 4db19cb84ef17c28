using Pipeline.Messages.Fix;
using Pipeline.Trading.Rules;

namespace Pipeline.Trading.Halts;

/// <summary>Tells orders that make a position smaller from those that do not.</summary>
public static class ReduceOnly
{
    /// <summary>
    /// Whether the position is smaller, or gone, and never on the other side, when the order and everything of its side that is open have
    /// filled. What is open on the other side counts for nothing: nobody knows whether it fills.
    /// </summary>
    /// <param name="side">The order's side.</param>
    /// <param name="qty">Its quantity.</param>
    /// <param name="holding">What is held, and what others have, or may have, open at the venue.</param>
    public static bool Allows(Side side, decimal qty, Holding holding) => side == Side.Sell
        ? holding.SellQty + qty <= holding.Qty
        : holding.BuyQty + qty <= -holding.Qty;
}
