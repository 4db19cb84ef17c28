using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>What an account holds of one symbol.</summary>
/// <param name="Qty">Signed; short is negative.</param>
/// <param name="CostPx">Average price of what is held; 0 when flat.</param>
/// <param name="RealizedPnl">Profit of what was closed, in the price's currency.</param>
public sealed record Position(decimal Qty, decimal CostPx, decimal RealizedPnl)
{
    public static Position Flat { get; } = new(0, 0, 0);

    /// <summary>The position after a fill. A fill through zero closes all of it and opens the rest at the fill's price.</summary>
    public Position After(Side side, decimal qty, decimal px)
    {
        var signed = side == Side.Buy ? qty : -qty;
        var next = Qty + signed;
        if (Qty == 0 || Math.Sign(Qty) == Math.Sign(signed))
        {
            return this with { Qty = next, CostPx = ((Qty * CostPx) + (signed * px)) / next };
        }

        var closed = Math.Min(Math.Abs(Qty), Math.Abs(signed)) * Math.Sign(Qty);
        var realized = RealizedPnl + (closed * (px - CostPx));
        var cost = next == 0 ? 0 : Math.Sign(next) == Math.Sign(Qty) ? CostPx : px;
        return new Position(next, cost, realized);
    }

    /// <summary>The position after a bust or a correction: what the original did is undone at its own price.</summary>
    /// <param name="side">Side of the execution that changed.</param>
    /// <param name="qtyDelta">Change of the filled quantity.</param>
    /// <param name="valueDelta">Change of quantity times price.</param>
    public Position Restated(Side side, decimal qtyDelta, decimal valueDelta)
    {
        var sign = side == Side.Buy ? 1 : -1;
        var next = Qty + (sign * qtyDelta);
        var cost = (Qty * CostPx) + (sign * valueDelta);

        // What the remaining quantity can't carry as cost is profit or loss.
        return next == 0
            ? new Position(0, 0, RealizedPnl - cost)
            : new Position(next, cost / next, RealizedPnl);
    }
}
