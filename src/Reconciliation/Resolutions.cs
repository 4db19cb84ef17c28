using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Writes down what the evidence about a claim has proven, or that it has not, with the evidence itself.</summary>
internal sealed class Resolutions(IVenueReports venue, ReconciliationOptions options)
{
    /// <param name="known">How long the claim has been known of, by a clock that nobody can set.</param>
    public IReadOnlyList<FollowUp> Record(
        StoreSession session, Order order, Claim claim, Answers answers, Resolution resolution, TimeSpan known, DateTimeOffset now) =>
        resolution switch
        {
            Resolution.AtVenue => AtVenue(session, order, claim, answers, now),
            Resolution.Absent absent when claim.RefusalCode is not null => Refused(session, order, claim, answers, absent, now),
            Resolution.Absent absent when claim.Restoration is not null => Absences.StartAgain(session, order, claim, answers, absent, now),
            Resolution.Absent absent => Absences.SendAgain(session, order, claim, answers, absent, now),
            Resolution.Collision => Collision(session, order, claim, answers, known, now),
            Resolution.StillUnknown unknown => CheckAgain(session, order, claim, answers, unknown, known, now),
            _ => throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "Not a resolution"),
        };

    private IReadOnlyList<FollowUp> AtVenue(StoreSession session, Order order, Claim claim, Answers answers, DateTimeOffset now)
    {
        var orderId = answers.Found?.OrderId ?? answers.Executions[0].OrderId;
        order = answers.Found is { } found ? Replacement.Found(session, order, found.OrderQty, now) : order;
        ClaimTable.SetOutcome(session, claim.ClOrdId, claim.Fencing, ClaimOutcome.Acknowledged, orderId, null);
        var seq = JournalTable.Append(
            session, order, Stages.Reconciliation, nameof(OrderAcknowledged), now, new { claim.Attempt, found = answers.Found, evidence = answers.Evidence });
        var acknowledged = StepLog.Tell(
            session,
            Stages.Reconciliation,
            new OrderAcknowledged
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = claim.Attempt, OrderId = orderId,
            },
            Stages.OutcomeStep(nameof(OrderAcknowledged), claim.Attempt));

        // An order that is done by now may never be reported again: its fills and its end are booked as they were found.
        return [acknowledged, .. FoundOrders.Book(session, venue, order, answers, now)];
    }

    // The venue's refusal did not prove itself, and the evidence does: so it was a rejection.
    private static IReadOnlyList<FollowUp> Refused(
        StoreSession session, Order order, Claim claim, Answers answers, Resolution.Absent absent, DateTimeOffset now)
    {
        ClaimTable.SetOutcome(session, claim.ClOrdId, claim.Fencing, ClaimOutcome.Rejected, absent.Proof, null);
        OrderTable.Explain(session, order.ClOrdId, claim.RefusalCode, claim.RefusalText);
        Rejections.OfOrder(session, order, claim.RefusalCode!, claim.RefusalText, now);
        var seq = JournalTable.Append(
            session, order, Stages.Reconciliation, nameof(OrderRejected), now,
            new { claim.Attempt, code = claim.RefusalCode, text_untrusted = claim.RefusalText, absent.Proof, evidence = answers.Evidence });
        return
        [
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderRejected
                {
                    ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = claim.Attempt,
                    Code = claim.RefusalCode!, Text = claim.RefusalText ?? "",
                },
                Stages.OutcomeStep(nameof(OrderRejected), claim.Attempt)),
        ];
    }

    // The venue has another order under our id: nobody's success. A person must look; nothing is sent meanwhile.
    private IReadOnlyList<FollowUp> Collision(StoreSession session, Order order, Claim claim, Answers answers, TimeSpan known, DateTimeOffset now)
    {
        if (claim.Alerted != Alert.IdCollision.Code)
        {
            ClaimTable.SetAlerted(session, claim.Fencing, Alert.IdCollision.Code);
            JournalTable.RaiseAlert(
                session, Alert.IdCollision, order.ClOrdId, Stages.Reconciliation, now, order, new { sent = SentTerms.Of(order), found = answers.Found });
            claim.Alerted = Alert.IdCollision.Code;
        }

        return CheckAgain(
            session, order, claim, answers, new Resolution.StillUnknown(Finding.OtherTerms, 0, "the venue's order has other terms"), known, now);
    }

    private IReadOnlyList<FollowUp> CheckAgain(
        StoreSession session, Order order, Claim claim, Answers answers, Resolution.StillUnknown unknown, TimeSpan known, DateTimeOffset now)
    {
        // By whichever clock it is time first: the one on the wall may have been set back, and this process may be younger.
        var pageAt = Sooner(claim.ClaimedAt, now - known) + options.UnresolvedPageAfter;
        if (claim.Alerted is null && now >= pageAt)
        {
            ClaimTable.SetAlerted(session, claim.Fencing, Alert.OrderUnresolved.Code);
            JournalTable.RaiseAlert(
                session, Alert.OrderUnresolved, order.ClOrdId, Stages.Reconciliation, now, order,
                new { claim.Attempt, claim.ClaimedAt, claim.Outcome, claim.Detail, unknown.Why, checks = claim.Checks + 1 });
        }

        var next = NextCheck(claim, answers, unknown, claim.Alerted is null ? pageAt : null, now);
        ClaimTable.CheckAgain(session, claim.Fencing, next, unknown.Absences);
        JournalTable.Append(
            session, order, Stages.Reconciliation, JournalKinds.OutcomeStillUnknown, now,
            new { claim.Attempt, claim.Checks, unknown.Finding, unknown.Why, unknown.Absences, evidence = answers.Evidence, next_check = next });
        return [];
    }

    // Growing pauses; but the instant from which a not-found counts, and the one at which a person is told, are not slept through.
    private DateTimeOffset NextCheck(Claim claim, Answers answers, Resolution.StillUnknown unknown, DateTimeOffset? pageAt, DateTimeOffset now)
    {
        if (answers.RetryAfter is { } asked)
        {
            return now + Sooner(ClaimTable.LongestPause, asked > options.ResolveInterval ? asked : options.ResolveInterval);
        }

        var grown = TimeSpan.FromTicks(Math.Min(ClaimTable.LongestPause.Ticks, options.ResolveInterval.Ticks << Math.Min(claim.Checks, 5)));
        var next = now + (unknown.Absences is > 0 and < Resolution.AbsencesNeeded ? options.ResolveInterval : grown);
        foreach (var instant in new[] { answers.LateFrom, pageAt })
        {
            next = instant > now && instant < next ? instant.Value : next;
        }

        return next;
    }

    private static T Sooner<T>(T one, T other)
        where T : IComparable<T> => one.CompareTo(other) <= 0 ? one : other;
}
