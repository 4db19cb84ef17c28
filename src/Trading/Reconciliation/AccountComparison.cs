using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Reconciliation;

/// <summary>Compares what our ledger says of an account with what the venue says. Pure: it knows of no time and decides nothing.</summary>
public static class AccountComparison
{
    /// <param name="ours">Our view, read after the venue was asked.</param>
    /// <param name="theirs">The venue's view, complete.</param>
    /// <param name="cashTolerance">Up to so much cash is rounding.</param>
    public static IReadOnlyList<Difference> Compare(OurView ours, TheirView theirs, decimal cashTolerance) =>
    [
        .. Executions(ours, theirs), .. Orders(ours, theirs), .. Positions(ours, theirs), .. Cash(ours, theirs, cashTolerance),
    ];

    /// <summary>
    /// Whether two views of an order are the same: open or over, how much it asks for and how much has filled. Between two words for
    /// open there is always one on its way.
    /// </summary>
    public static bool Agree(ViewedOrder ours, ViewedOrder theirs) =>
        ours.OrdStatus.IsTerminal() == theirs.OrdStatus.IsTerminal() && ours.OrderQty == theirs.OrderQty && ours.CumQty == theirs.CumQty;

    private static IEnumerable<Difference> Executions(OurView ours, TheirView theirs) =>
    [
        .. theirs.NotBooked.Select(execution => new Difference(
            BreakKind.ExecutionMissingHere, execution.ExecId, execution.Symbol, execution.ClOrdId, "not booked", $"execution {execution.ExecId}")),
        .. ours.NotListed.Select(execution => new Difference(
            BreakKind.ExecutionMissingThere, execution.ExecId, execution.Symbol, execution.ClOrdId, $"trade {execution.ExecId}", "not listed")),
    ];

    private static IEnumerable<Difference> Orders(OurView ours, TheirView theirs)
    {
        var byId = ours.Orders.ToDictionary(order => order.OrderId);
        var shown = new HashSet<string>(theirs.Orders.Count);
        foreach (var order in theirs.Orders)
        {
            shown.Add(order.OrderId);
            if (!byId.TryGetValue(order.OrderId, out var known))
            {
                if (!order.OrdStatus.IsTerminal())
                {
                    yield return new Difference(BreakKind.ExternalOrder, order.OrderId, order.Symbol, null, "not ours", order.Whole);
                }
            }
            else if (!ours.Moving.Contains(order.Symbol) && !Agree(known, order))
            {
                yield return Differs(known, order.Standing);
            }
        }

        // An order that is over and has filled nothing is the same as none.
        foreach (var order in ours.Orders.Where(order => !shown.Contains(order.OrderId) && (!order.OrdStatus.IsTerminal() || order.CumQty != 0)
            && !theirs.NotTold.Contains(order.ClOrdId!) && !ours.Moving.Contains(order.Symbol)))
        {
            yield return Differs(order, "no such order");
        }
    }

    private static IEnumerable<Difference> Positions(OurView ours, TheirView theirs) =>
        from symbol in ours.Positions.Keys.Union(theirs.Positions.Keys).Order(StringComparer.Ordinal)
        where !ours.Moving.Contains(symbol)
        let here = ours.Positions.GetValueOrDefault(symbol) - ours.AwaitedOf(symbol)
        let there = theirs.Positions.GetValueOrDefault(symbol)
        where here != there
        select new Difference(
            ours.Positions.ContainsKey(symbol) ? BreakKind.PositionDiffers : BreakKind.ExternalPosition,
            symbol, symbol, null, CanonicalDecimal.Format(here), CanonicalDecimal.Format(there), there - here) { TheirQty = there };

    // A fill that is booked while the venue is asked moves cash as it moves a position, and a fee does.
    private static IEnumerable<Difference> Cash(OurView ours, TheirView theirs, decimal tolerance)
    {
        if (!ours.IsCashMoving && ours.Cash - ours.AwaitedOf(null) is { } here && Math.Abs(theirs.Cash - here) > tolerance)
        {
            yield return new Difference(
                BreakKind.CashDiffers, Difference.Cash, null, null, CanonicalDecimal.Format(here), CanonicalDecimal.Format(theirs.Cash), theirs.Cash - here);
        }
    }

    private static Difference Differs(ViewedOrder ours, string theirs) =>
        new(BreakKind.OrderStatusDiffers, ours.ClOrdId!, ours.Symbol, ours.ClOrdId, ours.Standing, theirs);
}
