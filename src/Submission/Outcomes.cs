using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Venues;

namespace Pipeline.Submission;

/// <summary>
/// Records what became of a send. A claim that somebody has settled meanwhile keeps what it has: only the venue's word that it
/// took the order weighs more than a proof that it did not.
/// </summary>
internal static class Outcomes
{
    /// <summary>What <see cref="Record"/> reads.</summary>
    public static Ahead Look(Permission permission, SendResult result, Onward onward, DateTimeOffset now) => new(
        ahead =>
        {
            ClaimTable.Find(ahead, permission.Order.ClOrdId, permission.Fencing);
            onward.Look(ahead, result.Outcome is SubmitOutcome.Acknowledged { OrderId: var id } ? permission.Order with { OrderId = id } : permission.Order, now);
        },
        Entries: result.Exchanges.Count + 1 + onward.Entries);

    /// <summary>What calls for the next step after an outcome; null where that is no check of what was heard, but another attempt.</summary>
    public static Type? CallOf(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Acknowledged => typeof(OrderAcknowledged),
        SubmitOutcome.Rejected => typeof(OrderRejected),
        SubmitOutcome.Unknown => typeof(SubmissionUnresolved),
        SubmitOutcome.NotSent => null,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome"),
    };

    public static IReadOnlyList<FollowUp> Record(
        StoreSession session, Permission permission, SendResult result, DateTimeOffset now, Onward onward)
    {
        WireLog.Record(session, permission.Order, Stages.Submission, permission.Attempt, permission.Adapter, result.Exchanges, now);
        var claim = ClaimTable.Find(session, permission.Order.ClOrdId, permission.Fencing)
            ?? throw new InvalidOperationException($"Claim {permission.Fencing} of {permission.Order.ClOrdId} is gone");
        if (claim.Outcome is not null && result.Outcome is not SubmitOutcome.Acknowledged)
        {
            return Settled(session, permission, claim, result, now);
        }

        if (claim.IsProvenAbsent)
        {
            JournalTable.RaiseAlert(
                session, Alert.ProvenAbsentButAccepted, permission.Order.ClOrdId, Stages.Submission, now, permission.Order,
                new { permission.Attempt, permission.Fencing, proof = claim.Detail, outcome = (object)result.Outcome });
        }

        var call = new VenueCall(permission.Adapter, result.Tries);
        return result.Outcome switch
        {
            SubmitOutcome.Acknowledged acknowledged => Acknowledged(session, permission, acknowledged, call, now, onward),
            SubmitOutcome.Rejected rejected => Rejected(session, permission, rejected, call, now, onward),
            SubmitOutcome.Unknown unknown => Unresolved(session, permission, unknown, call, now, onward),
            SubmitOutcome.NotSent notSent => NotSent(session, permission, notSent, result.Tries, now),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.Outcome, "Not an outcome"),
        };
    }

    private static IReadOnlyList<FollowUp> Settled(StoreSession session, Permission permission, Claim claim, SendResult result, DateTimeOffset now)
    {
        if (claim.IsProvenAbsent && result.Outcome is SubmitOutcome.NotSent)
        {
            // Who would have sent it says that not a byte left: a better proof than the venue's, and no send to count.
            ClaimTable.SetOutcome(session, permission.Order.ClOrdId, permission.Fencing, ClaimOutcome.NotSent, claim.Detail, null);
        }

        JournalTable.Append(
            session, permission.Order, Stages.Submission, JournalKinds.OutcomeAfterSettlement, now,
            new { permission.Attempt, permission.Fencing, settled = claim.Outcome, outcome = result.Outcome.GetType().Name, facts = (object)result.Outcome });
        return [];
    }

    private static IReadOnlyList<FollowUp> Acknowledged(
        StoreSession session, Permission permission, SubmitOutcome.Acknowledged outcome, VenueCall call, DateTimeOffset now, Onward onward)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Order.ClOrdId, permission.Fencing, ClaimOutcome.Acknowledged, outcome.OrderId, null);
        var seq = JournalTable.Append(session, order, Stages.Submission, nameof(OrderAcknowledged), now, new { attempt, outcome.OrderId, unknown_status_untrusted = outcome.UnknownStatus, call });
        if (outcome.UnknownStatus is { } word)
        {
            ReconciliationTable.Ask(session, order.Venue, order.Account, $"the answer to {order.ClOrdId} has a status that nobody knows: {word}", blocks: false, now);
        }

        return onward.Lead(
            session,
            Stages.Submission,
            order,
            new OrderAcknowledged
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt, OrderId = outcome.OrderId,
            },
            Stages.OutcomeStep(nameof(OrderAcknowledged), attempt));
    }

    private static IReadOnlyList<FollowUp> Rejected(
        StoreSession session, Permission permission, SubmitOutcome.Rejected outcome, VenueCall call, DateTimeOffset now, Onward onward)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Order.ClOrdId, permission.Fencing, ClaimOutcome.Rejected, outcome.Code, null);
        OrderTable.Explain(session, order.ClOrdId, outcome.Code, outcome.Text);
        Rejections.OfOrder(session, order, outcome.Code, outcome.Text, now);
        var seq = JournalTable.Append(session, order, Stages.Submission, nameof(OrderRejected), now, new { attempt, outcome.Code, text_untrusted = outcome.Text, call });
        return onward.Lead(
            session,
            Stages.Submission,
            order,
            new OrderRejected
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt,
                Code = outcome.Code, Text = outcome.Text,
            },
            Stages.OutcomeStep(nameof(OrderRejected), attempt));
    }

    private static IReadOnlyList<FollowUp> Unresolved(
        StoreSession session, Permission permission, SubmitOutcome.Unknown outcome, VenueCall call, DateTimeOffset now, Onward onward)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Order.ClOrdId, permission.Fencing, ClaimOutcome.Unknown, outcome.Reason, now + NextQuestion(outcome));
        if (outcome.Refusal is { } refusal)
        {
            ClaimTable.SetRefusal(session, permission.Fencing, refusal.Code, refusal.Text);
        }

        var seq = JournalTable.Append(
            session, order, Stages.Submission, nameof(SubmissionUnresolved), now,
            new { attempt, outcome.Reason, refusal_code = outcome.Refusal?.Code, refusal_text_untrusted = outcome.Refusal?.Text, outcome.RetryAfter, call });
        return onward.Lead(
            session,
            Stages.Submission,
            order,
            new SubmissionUnresolved
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt, Reason = outcome.Reason,
            },
            Stages.OutcomeStep(nameof(SubmissionUnresolved), attempt));
    }

    // Until a pause is over that the venue asked for, whoever would call it waits; it need not stand in the row as well.
    private static TimeSpan NextQuestion(SubmitOutcome.Unknown outcome) => outcome.RetryAfter is not { } asked ? TimeSpan.Zero
        : asked < ClaimTable.LongestPause ? asked : ClaimTable.LongestPause;

    // Nothing left this process, so the order may be released for one more attempt, through the same gate.
    private static IReadOnlyList<FollowUp> NotSent(StoreSession session, Permission permission, SubmitOutcome.NotSent outcome, int tries, DateTimeOffset now)
    {
        var (order, attempt) = (permission.Order, permission.Attempt);
        ClaimTable.SetOutcome(session, permission.Order.ClOrdId, permission.Fencing, ClaimOutcome.NotSent, $"not a byte was sent: {outcome.Reason}", null);
        OrderTable.AwaitStage(session, order, now);
        var seq = JournalTable.Append(session, order, Stages.Submission, JournalKinds.NotSent, now, new { attempt, outcome.Reason, tries, permission.SendDeadline });
        return
        [
            StepLog.Tell(
                session,
                Stages.Submission,
                new OrderReleased { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt + 1 },
                Stages.StepOf(Stages.Submission, attempt + 1)),
        ];
    }

    // Through which adapter, and how often it was tried: all tries but the last certainly without a byte.
    private sealed record VenueCall(string Adapter, int Tries);
}
