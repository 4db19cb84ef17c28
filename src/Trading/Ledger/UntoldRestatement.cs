using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Ledger;

/// <summary>An order of ours as one of the venue's lists shows it.</summary>
/// <param name="OrderQty">What it asks for.</param>
/// <param name="CumQty">What has filled.</param>
/// <param name="AvgPx">At what average price; null where the venue does not say.</param>
/// <param name="Price">Its limit; null without one.</param>
/// <param name="At">When it last changed, by the venue's clock.</param>
public sealed record ShownOrder(decimal OrderQty, decimal CumQty, decimal? AvgPx, decimal? Price, DateTimeOffset At);

/// <summary>
/// A restatement of which no report has told, found in what a list shows. A list gives no reason, but a split leaves its mark: the fills
/// before it count so many times the quantity at the same value, and the limit has gone down as the quantity went up.
/// </summary>
public static class UntoldRestatement
{
    /// <summary>As much as a share's average price may be rounded.</summary>
    private const decimal Rounding = 0.0001m;

    /// <summary>What became of an order's quantity; null when nothing did, or nothing that what it has filled agrees with.</summary>
    /// <param name="order">The order by our ledger.</param>
    /// <param name="executions">Its executions.</param>
    /// <param name="known">The restatements that were told.</param>
    /// <param name="shown">The order as it is shown.</param>
    public static Restatement? Of(Order order, IReadOnlyCollection<Execution> executions, IReadOnlyCollection<Restatement> known, ShownOrder shown)
    {
        // A list that is older than what was told last knows no better.
        if (shown.OrderQty <= 0 || shown.OrderQty == order.OrderQty || shown.At <= order.RestatedAt)
        {
            return null;
        }

        var split = SplitOf(order, executions, known, shown);
        return shown.CumQty != order.CumQty || HasMovedLimit(order, shown) ? split : new Restatement(shown.At, shown.OrderQty, IsSplit: false);
    }

    // No list says when it was. The latest instant is taken at which the fills before it and after it make what is shown.
    private static Restatement? SplitOf(Order order, IReadOnlyCollection<Execution> executions, IReadOnlyCollection<Restatement> known, ShownOrder shown)
    {
        if (Math.Abs((shown.CumQty * (shown.AvgPx ?? 0)) - order.CumValue) > shown.CumQty * Rounding)
        {
            return null;
        }

        return executions.Select(execution => execution.At).Append(shown.At).Where(at => !(at <= order.RestatedAt)).OrderDescending()
            .Select(at => new Restatement(at, shown.OrderQty, IsSplit: true))
            .FirstOrDefault(split => Filled(executions, Split.OfOrder(order.Terms.Qty, known.Append(split))) == shown.CumQty);
    }

    private static decimal Filled(IReadOnlyCollection<Execution> executions, IReadOnlyList<Split> splits) =>
        ExecutionChain.All(executions).Sum(chain => ExecutionChain.Counted(chain.Related, splits).Qty);

    private static bool HasMovedLimit(Order order, ShownOrder shown) =>
        SentTerms.Of(order).Price is { } sent && shown.Price is { } price && price != sent && price * shown.OrderQty == sent * order.Terms.Qty;
}
