using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation.Fills;

/// <summary>
/// Stops a line at which a venue has filled more than it may: what is not sent of it is denied, what is open is canceled, nothing more
/// is sent for it, and a person is paged.
/// </summary>
internal static class LineStops
{
    public const string By = CancelTable.Policy + "line_stopped";

    public static IReadOnlyList<FollowUp> Stop(StoreSession session, Order order, Line line, string why, DateTimeOffset now)
    {
        if (!LineTable.Stop(session, order.Key, Line.Stopped, why, now))
        {
            return [];
        }

        JournalTable.RaiseAlert(
            session, Alert.LineStopped, order.LineClOrdId, Stages.Reconciliation, now, order,
            new { why, line.Qty, orders = line.Members.Select(member => new { member.Order.ClOrdId, member.Order.OrdStatus, member.Order.CumQty, member.IsOpen }) });
        return [.. line.Members.Where(member => !member.Order.OrdStatus.IsTerminal()).SelectMany(member => End(session, member, why, now))];
    }

    private static IReadOnlyList<FollowUp> End(StoreSession session, LineOrder member, string why, DateTimeOffset now) => member.MayBeAtVenue
        ? PolicyCancels.Ask(session, member.Order, By, why, now) is { } asked ? [asked] : []
        : Replacement.End(session, member.Order, Line.Stopped, why, now);
}
