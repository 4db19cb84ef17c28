using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Steps;

/// <summary>
/// What follows from a venue's rejection beside the order's end: a comparison when the venue seems to see the account otherwise, and
/// a breaker when it says the same again and again.
/// </summary>
public static class Rejections
{
    /// <summary>The venue has rejected an order.</summary>
    public static void OfOrder(StoreSession session, Order order, string code, string? text, DateTimeOffset now) => Note(session, order, "order", code, text, now);

    /// <summary>The venue has refused to cancel an order.</summary>
    public static void OfCancel(StoreSession session, Order order, int attempt, string code, string? text, DateTimeOffset now) =>
        Note(session, order, $"cancel/{attempt}", code, text, now);

    private static void Note(StoreSession session, Order order, string request, string code, string? text, DateTimeOffset now)
    {
        var words = VenueRejection.Normalized(text ?? "");
        if (!RejectionTable.TryInsert(session, order.ClOrdId, request, order.Venue, order.Symbol, code, words, now))
        {
            return;
        }

        if (VenueRejection.ContradictsUs(code))
        {
            ReconciliationTable.Ask(session, order.Venue, order.Account, $"{code} of {order.ClOrdId}", blocks: false, now);
        }

        var since = now - VenueRejection.BreakerWindow;
        RejectionTable.Forget(session, order.Venue, order.Symbol, since);
        var count = RejectionTable.Count(session, order.Venue, order.Symbol, code, words, since);
        if (count < VenueRejection.BreakerLimit
            || BreakTable.About(session, order.Venue, order.Account, order.Symbol).Any(known => known is { Kind: BreakKind.RejectBreaker, ClosedAt: null }))
        {
            return;
        }

        Breaks.Raise(
            session, order.Venue, order.Account,
            new Difference(BreakKind.RejectBreaker, order.Symbol, order.Symbol, order.ClOrdId, $"sent {count} times in {VenueRejection.BreakerWindow.TotalMinutes:0} minutes", $"{code}: {words}"),
            now);
    }
}
