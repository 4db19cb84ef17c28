using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>A correction under the id of another one, as of a venue that gives a correction no id but that of its trade.</summary>
internal static class Recorrection
{
    /// <summary>
    /// A report under the id by which it is booked. Where another correction has its id, with another quantity or price, what it
    /// states is a part of the id, so that the stream and the list name it alike and its repetition is the same.
    /// </summary>
    public static ExecutionReport Named(StoreSession session, ExecutionReport report) =>
        report is { ExecType: ExecType.TradeCorrect, ExecId: { } execId }
        && ExecutionTable.Find(session, report.Venue, report.Account, execId) is { ExecType: ExecType.TradeCorrect } booked
        && (booked.Qty, booked.Px) != (report.LastQty, report.LastPx)
            ? report with { ExecId = $"{execId}/{CanonicalDecimal.Format(report.LastQty)}@{CanonicalDecimal.Format(report.LastPx)}" }
            : report;
}
