using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>Raises what a report shows to be otherwise than it should. It is booked all the same.</summary>
internal static class ReportBreaks
{
    /// <summary>The venue has another order under our id. A person is told once; the order stays as it is, and the report is somebody else's.</summary>
    public static void RaiseCollision(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        var claim = ClaimTable.OfOrder(session, order.ClOrdId) is [.., var latest] ? latest : null;
        if (claim?.Alerted == Alert.IdCollision.Code)
        {
            return;
        }

        if (claim is not null)
        {
            ClaimTable.SetAlerted(session, claim.Fencing, Alert.IdCollision.Code);
        }

        JournalTable.RaiseAlert(
            session, Alert.IdCollision, order.ClOrdId, Stages.Reconciliation, now, order,
            new { sent = SentTerms.Of(order), report.OrderId, report.Symbol, report.Side, report.OrderQty, report.ExecType });
    }

    public static void Raise(
        StoreSession session, ExecutionReport report, Order before, Order after, LedgerChange change, ExecutionBooking? booking, DateTimeOffset now)
    {
        void Raise(Alert alert, string? why = null) => JournalTable.RaiseAlert(
            session, alert, after.ClOrdId, Stages.Reconciliation, now, after,
            new { before = before.OrdStatus, report.ExecType, report.ExecId, report.ExecRefId, report.LastQty, after.CumQty, after.OrderQty, after.Terms.Qty, why });

        if (change.IsOverFill)
        {
            Raise(Alert.OverFill);
        }

        if (change.IsLateFill)
        {
            Raise(Alert.LateFill);
        }

        if (change.IsReopened)
        {
            Raise(Alert.OrderReopened);
        }

        if (change.Refusal is { } why)
        {
            Raise(Alert.ReportRefused, why: why);
        }

        if (booking is { IsOfUnknown: true })
        {
            // The trade may be on its way: the list of executions has it, if the stream has not.
            Raise(Alert.RestatesUnknown);
        }

        if (before.OrdStatus is OrdStatus.Denied or OrdStatus.Held)
        {
            Raise(Alert.ReportOnUnsentOrder);
        }
    }
}
