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
            return [.. stopped, .. Ended(session, report, before, after, change, now)];
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
                JournalTable.Append(session, order, Stages.Reconciliation, JournalKinds.FillPolicyBegan, now, new { policy = order.FillPolicy, wait.Until });
                break;

            // A bust has opened it again: its time still counts from when it was known to be at the venue.
            case { Act: null, NextActAt: null }:
                FillPolicyTable.SetNext(session, order.ClOrdId, now, now);
                break;
        }
    }

    private static IReadOnlyList<FollowUp> Ended(
        StoreSession session, ExecutionReport report, Order before, Order order, LedgerChange change, DateTimeOffset now)
    {
        var hasJustEnded = before.OrdStatus != order.OrdStatus;
        if (hasJustEnded && order is { IsReplacement: true, OrdStatus: OrdStatus.Rejected })
        {
            JournalTable.RaiseAlert(
                session, Alert.RemainderDropped, order.ClOrdId, Stages.Reconciliation, now, order,
                new { code = OrderTable.CodeOf(session, order.ClOrdId), qty = order.OrderQty - order.CumQty, order.OrigClOrdId });
        }

        if (hasJustEnded && order.OrdStatus is not (OrdStatus.Filled or OrdStatus.Rejected) && DroppedFor(session, order) is { } why)
        {
            JournalTable.RaiseAlert(
                session, Alert.RemainderDropped, order.ClOrdId, Stages.Reconciliation, now, order, new { code = why, qty = order.OrderQty - order.CumQty, order.OrigClOrdId });
        }

        if (change.QtyDelta < 0 && IsReplaced(session, order))
        {
            JournalTable.RaiseAlert(
                session, Alert.RemainderDropped, order.ClOrdId, Stages.Reconciliation, now, order, new { code = Line.Busted, qty = -change.QtyDelta, order.OrigClOrdId });
        }

        if (FillPolicyTable.Find(session, order.ClOrdId) is not { } policy)
        {
            return [];
        }

        if (policy is { Act: FillPolicyAct.Cancel } && hasJustEnded && order is { OrdStatus: OrdStatus.Canceled, FillPolicy.Type: FillPolicyType.CompleteOrCancel }
            && !FillPolicies.IsComplete(order with { CumQty = Filled(report, order) }))
        {
            JournalTable.RaiseAlert(
                session, Alert.IncompleteCanceled, order.ClOrdId, Stages.Reconciliation, now, order, new { order.CumQty, order.OrderQty, order.FillPolicy });
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

    // Why what was to replace it had been denied while it was still open; null where nothing was, or that was meant so.
    private static string? DroppedFor(StoreSession session, Order order) =>
        LineTable.ReplacementOf(session, order) is { OrdStatus: OrdStatus.Denied } replacement && OrderTable.CodeOf(session, replacement.ClOrdId) is { } code && Line.LeavesRemainder(code) ? code : null;

    // The word of the end may come before the fills that it counts. What a bust's report counts says nothing of what is left of them.
    private static decimal Filled(ExecutionReport report, Order order) =>
        report.ExecType is ExecType.TradeCancel or ExecType.TradeCorrect ? order.CumQty : Math.Max(order.CumQty, report.CumQty);

    // What replaces it asks for what was left then, and for no more. Where that one came to nothing, a person was told of the remainder.
    private static bool IsReplaced(StoreSession session, Order order) =>
        LineTable.StopOf(session, order.Key) is null && LineTable.ReplacementOf(session, order) is { OrdStatus: not OrdStatus.Rejected } replacement
        && OrderTable.CodeOf(session, replacement.ClOrdId) is var code && code != Line.AwaitsParent
        && (replacement.OrdStatus != OrdStatus.Denied || code == Line.NothingLeft);

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
