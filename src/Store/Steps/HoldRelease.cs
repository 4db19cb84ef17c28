using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>What held an order is over: it begins at the first check again, in a new pass.</summary>
public static class HoldRelease
{
    /// <summary>What releases an order that the session held until a time that has come.</summary>
    public const string ByDeadline = "deadline";

    /// <param name="session">The step.</param>
    /// <param name="order">The held order.</param>
    /// <param name="by">What released it, for its story.</param>
    /// <param name="now">The time.</param>
    public static FollowUp Release(StoreSession session, Order order, string by, DateTimeOffset now)
    {
        var next = order with { Pass = order.Pass + 1, OrdStatus = OrdStatus.PendingNew };
        OrderTable.Update(session, next);
        OrderTable.Explain(session, next.ClOrdId, null, null);
        OrderTable.AwaitStage(session, next, now);
        var seq = JournalTable.Append(session, next, Stages.Reconciliation, nameof(OrderProposed), now, new { released_from_hold_by = by });
        return StepLog.Tell(
            session,
            Stages.Reconciliation,
            new OrderProposed { ClOrdId = next.ClOrdId, IntentId = next.IntentId, Pass = next.Pass, Seq = seq, At = now },
            Stages.Validation);
    }
}
