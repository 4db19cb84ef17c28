using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>An order as the venue's lists show it, read as a report of where it stands.</summary>
internal static class ListedOrder
{
    /// <summary>Whether what the venue shows is the order; see <see cref="SentTerms.AreShown"/>. One whose terms can't be told is not.</summary>
    public static bool IsShown(Order order, VenueOrder at, bool isRestored) =>
        at is { Side: { } side, OrdType: { } type, TimeInForce: { } timeInForce }
        && SentTerms.AreShown(order, new SentTerms(at.Symbol, side, type, at.OrderQty, at.Price, at.StopPx, timeInForce), isRestored);

    /// <summary>The report of an order of ours.</summary>
    public static ExecutionReport ReportOf(IVenueReports venue, VenueOrder order, string found) => new()
    {
        Venue = venue.Venue,
        Account = venue.Account,
        OrderId = order.OrderId,
        ClOrdId = order.ClOrdId,
        ExecType = order.OrdStatus switch
        {
            OrdStatus.Canceled => ExecType.Canceled,
            OrdStatus.Expired => ExecType.Expired,
            OrdStatus.Rejected => ExecType.Rejected,
            OrdStatus.Replaced => ExecType.Replaced,
            _ => ExecType.New,
        },
        OrdStatus = order.OrdStatus,
        Symbol = order.Symbol,
        Side = order.Side ?? throw new ArgumentException($"Order {order.OrderId} is shown without a side, and ours has one", nameof(order)),
        OrderQty = order.OrderQty,
        CumQty = order.CumQty,
        Found = found,
        TransactTime = order.TransactTime,
    };
}
