using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Ledger;

/// <summary>
/// What an account holds of one symbol, at average cost. It is what the fills make of it in the order of their time: average cost
/// and realised profit depend on an order, and the order of arrival is chance.
/// </summary>
/// <param name="Qty">Signed; short is negative.</param>
/// <param name="Cost">
/// What is held has cost in all, with the sign of the quantity. The share of it that leaves with a part is rounded to 16 decimals, and what
/// stays is the rest to the last digit: realised profit less cost is what the fills have brought, exactly, however many are added up.
/// </param>
/// <param name="RealizedPnl">Profit of what was closed, in the price's currency and before commissions.</param>
public sealed record Position(decimal Qty, decimal Cost, decimal RealizedPnl)
{
    /// <summary>Decimals of a share: as many as a quantity and a price of 8 decimals each make, which leaves 12 digits before the point.</summary>
    private const int ShareDecimals = 16;

    public static Position Flat { get; } = new(0, 0, 0);

    /// <summary>Average price of what is held; 0 when flat.</summary>
    public decimal CostPx => Qty == 0 ? 0 : Cost / Qty;

    /// <summary>The position after a fill. A fill through zero closes all of it and opens the rest at the fill's price.</summary>
    /// <param name="signedQty">Bought, or sold when negative.</param>
    /// <param name="value">Quantity times price, without a sign.</param>
    public Position After(decimal signedQty, decimal value)
    {
        if (signedQty == 0)
        {
            return this;
        }

        var (held, traded) = (Math.Abs(Qty), Math.Abs(signedQty));
        if (Qty == 0 || Math.Sign(Qty) == Math.Sign(signedQty))
        {
            return this with { Qty = Qty + signedQty, Cost = Cost + (Math.Sign(signedQty) * value) };
        }

        var closed = Math.Min(held, traded);
        var closedCost = closed == held ? Cost : Share(Cost, closed, held);
        var closedValue = closed == traded ? value : Share(value, closed, traded);
        return new Position(
            Qty + signedQty,
            traded > held ? Math.Sign(signedQty) * (value - closedValue) : Cost - closedCost,
            RealizedPnl + (Math.Sign(Qty) * closedValue) - closedCost);
    }

    /// <summary>
    /// The position after a fee in the asset itself: there is less of it, or more where some was given back, and what is held has cost the
    /// same. Where nothing of it is held any more, its cost is lost.
    /// </summary>
    /// <param name="signedQty">What came; negative for what was taken.</param>
    public Position AfterFee(decimal signedQty) => Math.Sign(Qty + signedQty) == Math.Sign(Qty)
        ? this with { Qty = Qty + signedQty }
        : new Position(Qty + signedQty, 0, RealizedPnl - Cost);

    /// <summary>The position after one more entry.</summary>
    public Position After(PositionEntry entry) => entry.IsFee ? AfterFee(entry.SignedQty) : After(entry.SignedQty, entry.Value);

    /// <summary>The position that executions of an account in a symbol make, whatever order they came in.</summary>
    public static Position Of(
        IReadOnlyCollection<Execution> executions, IReadOnlyCollection<Split> splits, IReadOnlyCollection<Adjustment>? adjustments = null,
        IReadOnlyCollection<FeeReport>? fees = null) =>
        PositionEntry.All(executions, splits, adjustments ?? [], fees ?? []).Aggregate(Flat, (position, entry) => position.After(entry));

    // A quotient of 28 digits would be rounded again by the next sum, which would then depend on its order.
    private static decimal Share(decimal whole, decimal part, decimal of) => decimal.Round(whole * part / of, ShareDecimals);
}
