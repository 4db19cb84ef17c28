using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>Raises what a report shows to be otherwise than it should. It is booked all the same.</summary>
internal static class ReportBreaks
{
    public const string Collision = "ID_COLLISION";

    /// <summary>The venue has another order under our id. A person is told once; the order stays as it is, and the report is somebody else's.</summary>
    public static void RaiseCollision(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        var claim = ClaimTable.OfOrder(session, order.ClOrdId).LastOrDefault();
        if (claim?.Alerted == Collision)
        {
            return;
        }

        if (claim is not null)
        {
            ClaimTable.SetAlerted(session, claim.Fencing, Collision);
        }

        JournalTable.RaiseAlert(
            session, Collision, "page", order.ClOrdId, Stages.Reconciliation, now, order,
            new { sent = SentTerms.Of(order), report.OrderId, report.Symbol, report.Side, report.OrderQty, report.ExecType });
    }

    public static void Raise(
        StoreSession session, ExecutionReport report, Order before, Order after, LedgerChange change, ExecutionBooking? booking, DateTimeOffset now)
    {
        void Raise(string code, string severity = "page", string? why = null) => JournalTable.RaiseAlert(
            session, code, severity, after.ClOrdId, Stages.Reconciliation, now, after,
            new { before = before.OrdStatus, report.ExecType, report.ExecId, report.ExecRefId, report.LastQty, after.CumQty, after.OrderQty, after.Terms.Qty, why });

        if (change.IsOverFill)
        {
            Raise("OVER_FILL");
        }

        if (change.IsLateFill)
        {
            Raise("LATE_FILL");
        }

        if (change.IsReopened)
        {
            Raise("ORDER_REOPENED");
        }

        if (change.Refusal is { } why)
        {
            Raise("REPORT_REFUSED", why: why);
        }

        if (booking is { IsOfUnknown: true })
        {
            // The trade may be on its way: the list of executions has it, if the stream has not.
            Raise("RESTATES_UNKNOWN", "ticket");
        }

        if (before.OrdStatus is OrdStatus.Denied or OrdStatus.Held)
        {
            Raise("REPORT_ON_UNSENT_ORDER");
        }
    }
}
