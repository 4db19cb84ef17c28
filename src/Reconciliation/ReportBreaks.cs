using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Reconciliation;

/// <summary>Raises what a report shows to be otherwise than it should. It is booked all the same.</summary>
internal static class ReportBreaks
{
    /// <summary>The venue has another order under our id. A person is told once; the order stays as it is, and the report is somebody else's.</summary>
    public static void RaiseCollision(StoreSession session, ExecutionReport report, Order order, DateTimeOffset now)
    {
        var claim = ClaimTable.OfOrder(session, order.ClOrdId) is [.., var last] ? last : null;
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

        if (change.Before.OverfilledQty > 0 || change.After.OverfilledQty > 0)
        {
            JudgeOverFill(session, report, after, change, () => Raise(Alert.OverFill), now);
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
            Raise(ClaimTable.OfOrder(session, before.ClOrdId).Any(claim => claim.IsSend) ? Alert.ProvenAbsentButAccepted : Alert.ReportOnUnsentOrder);
        }
    }

    // A break is raised with its alert. More that is filled while it is open is told of by one more.
    private static void JudgeOverFill(StoreSession session, ExecutionReport report, Order order, LedgerChange change, Action alert, DateTimeOffset now)
    {
        var (asked, filled) = (CanonicalDecimal.Format(order.OrderQty), CanonicalDecimal.Format(order.CumQty));
        var found = new Difference(
            BreakKind.OverFill, order.ClOrdId, order.Symbol, order.ClOrdId, $"{asked} asked for", $"{filled} filled", change.After.OverfilledQty);
        switch (BreakTable.About(session, order.Venue, order.Account, order.ClOrdId).FirstOrDefault(known => known is { Kind: BreakKind.OverFill, ClosedAt: null }))
        {
            case null when change.IsOverFill:
                Breaks.Raise(session, order.Venue, order.Account, found, now);
                break;
            case { } open when change.After.OverfilledQty == 0:
                // No order waits for it.
                Breaks.Resolve(session, open, BreakResolution.Explained, Breaks.ByReconciliation, $"{report.ExecType}: {filled} of {asked} filled", now);
                break;
            case { } open:
                BreakTable.See(session, open.Id, found, now);
                if (change.IsOverFill)
                {
                    alert();
                }

                break;
        }
    }
}
