using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// Books what a venue takes by an entry of its own: into the fees, and into the position where it is in the asset itself, in one step. One
/// that was booked before changes nothing, and the order of arrival does not matter.
/// </summary>
public static class FeeLedger
{
    /// <summary>Books a fee. It is an order's where the venue names the order, or one of its executions; else the account's.</summary>
    public static void Apply(StoreSession session, FeeReport fee, DateTimeOffset now)
    {
        if (FeeReportTable.IsBooked(session, fee))
        {
            return;
        }

        var order = Find(session, fee);
        var seq = JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.FeeReported, order?.ClOrdId, order?.IntentId, Stages.Reconciliation, order?.Pass, Columns.Json(new { fee })));
        FeeReportTable.Insert(session, fee, order?.ClOrdId, seq);
        FeeTable.Take(session, fee.Account, fee.Currency, fee.Amount);
        PositionTable.Book(session, fee);
    }

    private static Order? Find(StoreSession session, FeeReport fee)
    {
        if (fee.OrderId is { } orderId)
        {
            return OrderTable.FindByVenueId(session, fee.Venue, orderId);
        }

        return fee.ExecId is { } execId && ExecutionTable.IsBooked(session, fee.Venue, fee.Account, execId, out var clOrdId) && clOrdId is not null
            ? OrderTable.Find(session, clOrdId)
            : null;
    }
}
