using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>An order as the venue's lists show it, read as a report of where it stands.</summary>
internal static class ListedOrder
{
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
        Side = order.Side,
        OrderQty = order.OrderQty,
        CumQty = order.CumQty,
        Found = found,
        TransactTime = order.TransactTime,
    };
}
