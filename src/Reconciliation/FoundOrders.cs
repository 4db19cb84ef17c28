using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Books what questions about an order have found: it may never be reported again.</summary>
internal static class FoundOrders
{
    /// <summary>Books the executions of an order as they were found, and its end, if that is what was found.</summary>
    public static IReadOnlyList<FollowUp> Book(StoreSession session, IVenueReports venue, Order order, Answers answers, DateTimeOffset now)
    {
        var followUps = answers.Executions.SelectMany(report => ReportLedger.Apply(session, report with { ClOrdId = order.ClOrdId }, now)).ToList();
        if (answers.Found is { } found)
        {
            followUps.AddRange(ShownQuantity.Book(session, venue, found, now));
            followUps.AddRange(EndOf(found.OrdStatus) is { } end ? ReportLedger.Apply(session, ReportOf(venue, order, found, end), now) : []);
        }

        return followUps;
    }

    /// <summary>
    /// Books what the same answer shows of the other orders of an order's line: a fill of one before it leaves less to trade, and may be one that
    /// no report has told of.
    /// </summary>
    public static IReadOnlyList<FollowUp> BookLine(StoreSession session, Order order, Answers answers, DateTimeOffset now)
    {
        if (answers.ExecutionsOfOthers.Count == 0)
        {
            return [];
        }

        var line = LineTable.Of(session, order).Members.Select(member => member.Order).Where(other => other.ClOrdId != order.ClOrdId && other.OrderId is not null).ToDictionary(other => other.OrderId!);
        return
        [
            .. answers.ExecutionsOfOthers
                .Where(report => line.ContainsKey(report.OrderId))
                .SelectMany(report => ReportLedger.Apply(session, report with { ClOrdId = line[report.OrderId].ClOrdId }, now)),
        ];
    }

    private static ExecType? EndOf(OrdStatus status) => status switch
    {
        OrdStatus.Canceled => ExecType.Canceled,
        OrdStatus.Expired => ExecType.Expired,
        OrdStatus.Rejected => ExecType.Rejected,
        OrdStatus.Replaced => ExecType.Replaced,
        _ => null,
    };

    private static ExecutionReport ReportOf(IVenueReports venue, Order order, VenueOrder found, ExecType end) => new()
    {
        Venue = venue.Venue,
        Account = order.Account,
        OrderId = found.OrderId,
        ClOrdId = order.ClOrdId,
        ExecType = end,
        OrdStatus = found.OrdStatus,
        Symbol = found.Symbol,
        Side = found.Side ?? order.Side,
        OrderQty = found.OrderQty,
        CumQty = found.CumQty,
        Found = $"found {found.OrdStatus} when asked",
        TransactTime = found.TransactTime,
    };
}
