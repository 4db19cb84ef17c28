using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation.Fills;

/// <summary>Cancels that a policy asks for go the way of all cancels; the requester's name begins with <c>policy:</c>.</summary>
internal static class PolicyCancels
{
    public static string NameOf(Order order) => CancelTable.Policy + Columns.Word(order.FillPolicy.Type);

    /// <summary>Has the venue asked to cancel what is left of an order; null while an earlier request is under way.</summary>
    public static FollowUp? Ask(StoreSession session, Order order, string by, string why, DateTimeOffset now)
    {
        if (CancelTable.Request(session, order.ClOrdId, by, why, now) is not { } attempt)
        {
            return null;
        }

        var seq = JournalTable.Append(session, order, Stages.Reconciliation, nameof(CancelOrder), now, new { canceled_by = by, why, attempt });
        return StepLog.Tell(
            session,
            Stages.Reconciliation,
            new CancelOrder { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
            Stages.StepOf(Stages.Cancel, attempt));
    }
}
