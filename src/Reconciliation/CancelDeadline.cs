using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// What is done about a cancel when its time has come: it is asked for again, or a person is told that it has no effect. One that nobody has asked the venue for has lost its way,
/// for example into the dead letters, unless it stands in a line: it is sent there again, the same call, as often as it takes, and a person is told.
/// </summary>
internal static class CancelDeadline
{
    /// <summary>How long after one look it is looked again whether the comparison has finished.</summary>
    private static readonly TimeSpan UntilCompared = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<FollowUp> Act(StoreSession session, Cancel cancel, StageLines lines, DateTimeOffset now)
    {
        var order = OrderTable.Find(session, cancel.ClOrdId) ?? throw new UnknownOrderException(cancel.ClOrdId);
        if (order.OrdStatus.IsTerminal() && !Breaks.IsOpenThere(session, order))
        {
            CancelTable.SetOutcome(session, cancel.ClOrdId, cancel.Outcome, null, now);
            return [];
        }

        return cancel.Outcome switch
        {
            CancelResult.Requested => Stuck(session, order, cancel, now),
            null => Unasked(session, order, cancel, lines, now),
            _ => [Ask(session, order, cancel.Attempt + 1, now)],
        };
    }

    // The same call once more, and no further attempt: where the first one is only late, the other finds that it was answered.
    private static IReadOnlyList<FollowUp> Unasked(StoreSession session, Order order, Cancel cancel, StageLines lines, DateTimeOffset now)
    {
        var step = Stages.StepOf(Stages.Cancel, cancel.Attempt);
        if (FollowUpTable.Call(session, order.ClOrdId, step) is not { } call)
        {
            return [Ask(session, order, cancel.Attempt + 1, now)];
        }

        // Where the venue wants to be left alone, the line moves as soon as it may be asked.
        if (CallWaitTable.Find(session, order.Venue, now) is { Code: CallWaitTable.RatePermit })
        {
            CancelTable.LookAgain(session, order.ClOrdId, now + CancelTable.LongestUnasked, now);
            return [];
        }

        if (lines.NextLook(Stages.Cancel, call.Message, CancelTable.LongestUnasked) is { } next)
        {
            CancelTable.LookAgain(session, order.ClOrdId, next, now);
            return [];
        }

        // Twice the time each, but for a clock that was set back since.
        var waited = TimeSpan.FromTicks(Math.Clamp((now - call.Message.At).Ticks, CancelTable.LongestUnasked.Ticks, LongestLook.Ticks));
        CancelTable.LookAgain(session, order.ClOrdId, now + waited, now);
        if (StepTable.TryInsert(session, order.ClOrdId, $"stuck:{step}", order.Pass, "Recorded", now))
        {
            JournalTable.RaiseAlert(
                session, Alert.OrderStuck, order.ClOrdId, Stages.Reconciliation, now, order,
                new { waits_for = step, at = step, since = call.Message.At, called_again = call.Message.GetType().Name, cancel.By });
        }

        FollowUpTable.TellAgain(session, call, now);
        return [call];
    }

    /// <summary>Has the venue asked, as the given attempt.</summary>
    private static FollowUp Ask(StoreSession session, Order order, int attempt, DateTimeOffset now)
    {
        CancelTable.StartAttempt(session, order.ClOrdId, attempt, now);
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
