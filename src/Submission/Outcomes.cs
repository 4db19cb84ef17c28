using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Submission;

/// <summary>Records what became of a send. A null outcome says that the deadline passed before the first byte.</summary>
internal static class Outcomes
{
    public static IReadOnlyList<FollowUp> Record(
        StoreSession session, Permission permission, SubmitOutcome? outcome, string adapter, DateTimeOffset now)
    {
        OrderTable.SetAdapter(session, permission.Order.ClOrdId, adapter);
        return outcome switch
        {
            SubmitOutcome.Acknowledged acknowledged => [Acknowledged(session, permission, acknowledged, now)],
            SubmitOutcome.Rejected rejected => [Rejected(session, permission, rejected, now)],
            SubmitOutcome.Unknown unknown => [Unresolved(session, permission, unknown, now)],
            SubmitOutcome.NotSent notSent => NotSent(session, permission, notSent.Reason, now),
            null => NotSent(session, permission, "send deadline passed", now),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome"),
        };
    }

    private static FollowUp Acknowledged(StoreSession session, Permission permission, SubmitOutcome.Acknowledged outcome, DateTimeOffset now)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Fencing, ClaimOutcome.Acknowledged, outcome.OrderId, null);
        var seq = JournalTable.Append(session, order, Stages.Submission, nameof(OrderAcknowledged), now, new { attempt, outcome.OrderId });
        return StepLog.Tell(
            session,
            Stages.Submission,
            new OrderAcknowledged
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt, OrderId = outcome.OrderId,
            },
            Stages.OutcomeStep(nameof(OrderAcknowledged), attempt));
    }

    private static FollowUp Rejected(StoreSession session, Permission permission, SubmitOutcome.Rejected outcome, DateTimeOffset now)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Fencing, ClaimOutcome.Rejected, outcome.Code, null);
        OrderTable.Explain(session, order.ClOrdId, outcome.Code, outcome.Text);
        var seq = JournalTable.Append(session, order, Stages.Submission, nameof(OrderRejected), now, new { attempt, outcome.Code, text_untrusted = outcome.Text });
        return StepLog.Tell(
            session,
            Stages.Submission,
            new OrderRejected
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt,
                Code = outcome.Code, Text = outcome.Text,
            },
            Stages.OutcomeStep(nameof(OrderRejected), attempt));
    }

    private static FollowUp Unresolved(StoreSession session, Permission permission, SubmitOutcome.Unknown outcome, DateTimeOffset now)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Fencing, ClaimOutcome.Unknown, outcome.Reason, now);
        var seq = JournalTable.Append(session, order, Stages.Submission, nameof(SubmissionUnresolved), now, new { attempt, outcome.Reason });
        JournalTable.RaiseAlert(session, "ORDER_UNRESOLVED", "page", order.ClOrdId, Stages.Submission, now, order, new { attempt, outcome.Reason });
        return StepLog.Tell(
            session,
            Stages.Submission,
            new SubmissionUnresolved
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt, Reason = outcome.Reason,
            },
            Stages.OutcomeStep(nameof(SubmissionUnresolved), attempt));
    }

    // Nothing left this process, so the order may be released for one more attempt, through the same gate.
    private static IReadOnlyList<FollowUp> NotSent(StoreSession session, Permission permission, string why, DateTimeOffset now)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Fencing, ClaimOutcome.NotSent, why, null);
        OrderTable.SetDeadline(session, order.ClOrdId, order.ValidUntil);
        var seq = JournalTable.Append(session, order, Stages.Submission, "SendDeadlinePassed", now, new { attempt, permission.SendDeadline });
        return
        [
            StepLog.Tell(
                session,
                Stages.Submission,
                new OrderReleased { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt + 1 },
                Stages.StepOf(Stages.Submission, attempt + 1)),
        ];
    }
}
