using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Books what a venue shows to have become of an order's quantity when no report has told: a split while nobody heard the venue, for
/// example. Without it the order would seem filled before it is, and what is left of it could not be canceled.
/// </summary>
internal static class ShownQuantity
{
    /// <summary>Books it, on the venue's word, unless it is known by now.</summary>
    public static IReadOnlyList<FollowUp> Book(StoreSession session, IVenueReports venue, VenueOrder shown, DateTimeOffset now) =>
        OrderTable.FindByVenueId(session, venue.Venue, shown.OrderId) is { } order && Of(session, order, shown) is { } restatement
            ? ReportLedger.Apply(session, ReportOf(venue, order, shown, restatement), now)
            : [];

    private static Restatement? Of(StoreSession session, Order order, VenueOrder shown) => UntoldRestatement.Of(
        order, ExecutionTable.OfOrder(session, order.ClOrdId), RestatementTable.OfOrder(session, order.ClOrdId),
        new ShownOrder(shown.OrderQty, shown.CumQty, shown.AvgPx, shown.Price, shown.TransactTime));

    // An order that is over had its quantity restated before: the end is news of its own.
    private static ExecutionReport ReportOf(IVenueReports venue, Order order, VenueOrder shown, Restatement restatement) => new()
    {
        Venue = venue.Venue,
        Account = order.Account,
        OrderId = shown.OrderId,
        ClOrdId = order.ClOrdId,
        ExecType = ExecType.Restated,
        OrdStatus = shown.OrdStatus.IsTerminal() ? OrdStatus.New : shown.OrdStatus,
        ExecRestatementReason = restatement.IsSplit ? ExecRestatementReason.GtCorporateAction : null,
        Symbol = order.Symbol,
        Side = order.Side,
        OrderQty = restatement.OrderQty,
        CumQty = shown.CumQty,
        Text = "found so in a list; no report has told of it",
        TransactTime = restatement.At,
    };
}
