using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>What is done about a cancel when its time has come: it is asked for again, or a person is told that it has no effect.</summary>
internal static class CancelDeadline
{
    /// <summary>How long after one look it is looked again whether the comparison has finished.</summary>
    private static readonly TimeSpan UntilCompared = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<FollowUp> Act(StoreSession session, Cancel cancel, DateTimeOffset now)
    {
        var order = OrderTable.Find(session, cancel.ClOrdId) ?? throw new UnknownOrderException(cancel.ClOrdId);
        if (order.OrdStatus.IsTerminal() && !Breaks.IsOpenThere(session, order))
        {
            CancelTable.SetOutcome(session, cancel.ClOrdId, cancel.Outcome, null, now);
            return [];
        }

        return cancel.Outcome == CancelResult.Requested ? Stuck(session, order, cancel, now) : [Ask(session, order, cancel.Attempt + 1, now)];
    }

    /// <summary>Has the venue asked, as the given attempt.</summary>
    private static FollowUp Ask(StoreSession session, Order order, int attempt, DateTimeOffset now)
    {
        CancelTable.StartAttempt(session, order.ClOrdId, attempt);
        var seq = JournalTable.Append(session, order, Stages.Reconciliation, nameof(CancelOrder), now, new { attempt });
        return StepLog.Tell(
            session,
            Stages.Reconciliation,
            new CancelOrder { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
            Stages.StepOf(Stages.Cancel, attempt));
    }

    // Whoever was away has not heard what became of it. The comparison that orders wait for tells, so it comes first.
    private static IReadOnlyList<FollowUp> Stuck(StoreSession session, Order order, Cancel cancel, DateTimeOffset now)
    {
        if (ReconcilingState.WaitOf(session, order) is not null)
        {
            CancelTable.SetOutcome(session, cancel.ClOrdId, cancel.Outcome, now + UntilCompared, now);
            return [];
        }

        CancelTable.SetOutcome(session, cancel.ClOrdId, cancel.Outcome, null, now);
        JournalTable.RaiseAlert(
            session, Alert.CancelStuck, order.ClOrdId, Stages.Reconciliation, now, order, new { cancel.By, cancel.At, cancel.Attempt, order.OrdStatus });
        return [];
    }
}
