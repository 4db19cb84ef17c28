using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation.Fills;

/// <summary>
/// What a report means for the order's fill policy and its line, in the step that books it: the policy's time begins, an order that
/// waited for this one's end may go on, or a venue that fills what it has canceled stops the line.
/// </summary>
internal static class LineWatch
{
    public static IReadOnlyList<FollowUp> After(StoreSession session, ExecutionReport report, Order before, Order after, LedgerChange change, DateTimeOffset now)
    {
        if (after.FillPolicy.Type == FillPolicyType.Rest)
        {
            return [];
        }

        var stopped = StopIfBroken(session, report, before, after, change, now);
        if (after.OrdStatus.IsTerminal())
        {
            return [.. stopped, .. Ended(session, after, now)];
        }

        Start(session, after, now);
        return stopped;
    }

    private static void Start(StoreSession session, Order order, DateTimeOffset now)
    {
        switch (FillPolicyTable.Find(session, order.ClOrdId))
        {
            case null when FillPolicies.Next(new FillFacts(order, now, null, now)) is FillAct.Wait wait:
                FillPolicyTable.Start(session, order.ClOrdId, now, wait.Until);
                break;

            // A bust has opened it again: its time still counts from when it was known to be at the venue.
            case { Act: null, NextActAt: null }:
                FillPolicyTable.SetNext(session, order.ClOrdId, now, now);
                break;
        }
    }

    private static IReadOnlyList<FollowUp> Ended(StoreSession session, Order order, DateTimeOffset now)
    {
        if (order is { IsReplacement: true, OrdStatus: OrdStatus.Rejected })
        {
            JournalTable.RaiseAlert(
                session, Alert.RemainderDropped, order.ClOrdId, Stages.Reconciliation, now, order,
                new { code = OrderTable.CodeOf(session, order.ClOrdId), order.Terms.Qty, order.OrigClOrdId });
        }

        if (FillPolicyTable.Find(session, order.ClOrdId) is not { } policy)
        {
            return [];
        }

        if (policy.Act == FillPolicyAct.Escalate && OrderTable.CodeOf(session, order.ClOrdId) == Alert.RemainderEscalated.Code)
        {
            OrderTable.Explain(session, order.ClOrdId, null, null);
        }

        if (policy.Act == FillPolicyAct.Replace && LineTable.ReplacementOf(session, order) is { OrdStatus: OrdStatus.Held } replacement)
        {
            return Replacement.ParentEnded(session, order, replacement, now);
        }

        FillPolicyTable.End(session, order.ClOrdId);
        return [];
    }

    // What filled before the cancel and is told of late makes the remainder smaller, and is no reason to stop.
    private static IReadOnlyList<FollowUp> StopIfBroken(
        StoreSession session, ExecutionReport report, Order before, Order after, LedgerChange change, DateTimeOffset now)
    {
        if (change.QtyDelta <= 0 || after.FillPolicy.Type != FillPolicyType.RepriceRemainder)
        {
            return [];
        }

        var line = LineTable.Of(session, after);
        var isAfterEnd = change.IsLateFill && before.EndedAt is { } end && report.TransactTime > end;
        return line.IsBroken ? LineStops.Stop(session, after, line, $"{line.Committed} of {line.Qty} filled and open", now)
            : isAfterEnd ? LineStops.Stop(session, after, line, $"{report.LastQty} filled at {report.TransactTime:O}, after the order was over at {before.EndedAt:O}", now)
            : [];
    }
}
