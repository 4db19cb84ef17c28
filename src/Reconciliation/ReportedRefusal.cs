using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Reconciliation;

/// <summary>A report by which a venue refuses a cancel that it had taken, or that nobody has had an answer to.</summary>
internal static class ReportedRefusal
{
    /// <summary>Ends the request that is under way. A refusal older than what the venue has said of the order since is history.</summary>
    public static void Book(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        if (!report.IsCancelReject || order.OrdStatus.IsTerminal() || report.TransactTime < order.StandingAt
            || CancelTable.Find(session, order.ClOrdId) is not { IsUnderWay: true } cancel)
        {
            return;
        }

        CancelTable.SetOutcome(session, order.ClOrdId, CancelResult.Rejected, null, now);
        var facts = new { Code = VenueRejection.CancelRefused, report.Text };
        JournalTable.Append(session, order, Stages.Reconciliation, JournalKinds.CancelAnswered, now, new { cancel.Attempt, result = CancelResult.Rejected, facts });
        CancelRefusal.Record(session, order, cancel.Attempt, Stages.Reconciliation, facts.Code, facts.Text, now);
    }
}
