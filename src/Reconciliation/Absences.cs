using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Reconciliation;

/// <summary>What follows when the venue is proven not to have an order.</summary>
internal static class Absences
{
    /// <summary>The send did not arrive: one more attempt may be made, through the last gate.</summary>
    public static IReadOnlyList<FollowUp> SendAgain(
        StoreSession session, Order order, Claim claim, Answers answers, Resolution.Absent absent, DateTimeOffset now)
    {
        var seq = Record(session, order with { OrdStatus = OrdStatus.PendingNew }, claim, answers, absent, now);
        return
        [
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderReleased
                {
                    ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = claim.Attempt + 1,
                },
                Stages.StepOf(Stages.Submission, claim.Attempt + 1)),
        ];
    }

    /// <summary>
    /// A store that was lost did not send it, or what it sent did not arrive: the order begins at the first check, since nobody knows
    /// what it had passed. One that is parked stays so.
    /// </summary>
    public static IReadOnlyList<FollowUp> StartAgain(
        StoreSession session, Order order, Claim claim, Answers answers, Resolution.Absent absent, DateTimeOffset now)
    {
        var next = order with { Pass = order.Pass + 1, OrdStatus = OrdStatus.PendingNew };
        var seq = Record(session, next, claim, answers, absent, now);
        if (next.IsReplacement)
        {
            // Before the checks comes the question what the order has filled that this one replaces.
            FillPolicyTable.Wake(session, next.OrigClOrdId!, now);
            return [Replacement.Hold(session, next, now)];
        }

        return DeadLetterTable.IsParked(session, order.ClOrdId)
            ? []
            :
            [
                StepLog.Tell(
                    session,
                    Stages.Reconciliation,
                    new OrderProposed { ClOrdId = next.ClOrdId, IntentId = next.IntentId, Pass = next.Pass, Seq = seq, At = now },
                    Stages.Validation),
            ];
    }

    private static long Record(StoreSession session, Order next, Claim claim, Answers answers, Resolution.Absent absent, DateTimeOffset now)
    {
        ClaimTable.SetOutcome(session, claim.ClOrdId, claim.Fencing, ClaimOutcome.NotFound, absent.Proof, null);
        OrderTable.AwaitStage(session, next, now);
        OrderTable.Update(session, next);
        return JournalTable.Append(
            session, next, Stages.Reconciliation, JournalKinds.ProvenNotSent, now,
            new { claim.Attempt, absent.Proof, claim.SendDeadline, late_from = answers.LateFrom, evidence = answers.Evidence });
    }
}
