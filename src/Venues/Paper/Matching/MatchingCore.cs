using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// How orders meet a quote. A market order takes the touch; a limit order trades only when the quote reaches
/// it, and then at the touch. The displayed size is shared by the orders in order of acceptance; what it does
/// not cover waits for the next quote. A stop triggers when the touch reaches it.
/// </summary>
public static class MatchingCore
{
    /// <summary>Matches the open orders of one symbol, in order of acceptance, with what is left of one quote.</summary>
    public static Matching Match(IEnumerable<RestingOrder> orders, DisplayedQuote shown)
    {
        var events = new List<MatchEvent>();
        foreach (var order in orders)
        {
            shown = Match(order, shown, events);
        }

        return new Matching(events, shown);
    }

    /// <summary>True when the touch is at or beyond the order's stop price.</summary>
    public static bool ReachesStop(RestingOrder order, Quote? quote) =>
        order.Side == Side.Buy ? quote?.Ask >= order.StopPx : quote?.Bid <= order.StopPx;

    private static DisplayedQuote Match(RestingOrder order, DisplayedQuote shown, List<MatchEvent> events)
    {
        var live = !order.AwaitsTrigger;
        if (!live && ReachesStop(order, shown.Quote))
        {
            events.Add(new MatchEvent.Triggered(order.Seq));
            live = true;
        }

        var qty = 0m;
        if (live && shown.Quote?.Touch(order.Side) is { } touch && IsWithinLimit(order, touch))
        {
            qty = Fillable(order, shown.Left(order.Side));
            if (qty > 0)
            {
                events.Add(new MatchEvent.Filled(order.Seq, qty, touch));
            }
        }

        if (order.IsImmediate && qty < order.LeavesQty)
        {
            var why = order.TimeInForce == TimeInForce.Fok ? "cannot be filled at once" : "rest of an immediate order";
            events.Add(new MatchEvent.Canceled(order.Seq, why));
        }

        return shown.Take(order.Side, qty);
    }

    private static bool IsWithinLimit(RestingOrder order, decimal touch) =>
        order.Price is not { } limit || (order.Side == Side.Buy ? touch <= limit : touch >= limit);

    private static decimal Fillable(RestingOrder order, decimal left) =>
        order.TimeInForce == TimeInForce.Fok && left < order.LeavesQty ? 0 : Math.Min(left, order.LeavesQty);
}

/// <summary>What one quote did.</summary>
/// <param name="Events">In the order in which they happen.</param>
/// <param name="Left">The quote afterwards.</param>
public sealed record Matching(IReadOnlyList<MatchEvent> Events, DisplayedQuote Left);
