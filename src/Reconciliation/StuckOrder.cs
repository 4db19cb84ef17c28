using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// What is done about an order that waits for a stage for too long: a person is told, and the stage is called again, once. Calling twice
/// is harmless, since a stage decides once. Where the stage has said that it lacks a fact, that is what the person is told. Who stands in
/// the line for the venue's permits is not stuck, and its story says so; nor is who has others before it at the stage. What is parked in the dead letters has been told of, and is a person's to replay.
/// What its stage has put off for want of a fact is called again as often as it takes.
/// </summary>
internal static class StuckOrder
{
    public static IReadOnlyList<FollowUp> Act(StoreSession session, Order order, ReconciliationOptions options, StageLines lines, DateTimeOffset now)
    {
        if (FollowUpTable.Awaited(session, order.ClOrdId, order.Pass) is not { } call || DeadLetterTable.IsParked(session, order.ClOrdId))
        {
            OrderTable.SetDeadline(session, order.ClOrdId, order.ValidUntil);
            return [];
        }

        var (longest, stage) = (LongestWait(call.NextStage!, options), Stages.OfStep(call.NextStage!));
        var isPutOff = PutOff.Exists(session, order.ClOrdId, stage, order.Pass);
        if (now < call.Message.At + longest)
        {
            LookAgain(session, order, call.Message.At + longest);
            return Quietly(session, call, isPutOff, now);
        }

        if (stage == Stages.Submission && CallWaitTable.Find(session, order.Venue, now) is { } line)
        {
            AwaitedFact.Note(session, order, stage, line.Code, line.Detail, now);
            if (line.Code == CallWaitTable.RatePermit)
            {
                // The line moves, one permit after the other.
                LookAgain(session, order, now + options.SubmissionStuckAfter);
                return [];
            }
        }

        // Permits come by themselves: who waited for one, and does so no more, waits for the stage.
        var fact = AwaitedFact.Find(session, order.ClOrdId, stage, order.Pass) is { } found && !found.StartsWith(CallWaitTable.RatePermit, StringComparison.Ordinal) ? found : null;
        if (fact is null && lines.NextLook(stage, call.Message, longest) is { } next)
        {
            LookAgain(session, order, next);
            return Quietly(session, call, isPutOff, now);
        }

        // Put off anew it has another deadline; should it not come back from its stage, it is looked after all the same.
        LookAgain(session, order, isPutOff ? now + longest : order.ValidUntil);
        return StepTable.TryInsert(session, order.ClOrdId, $"stuck:{call.NextStage}", order.Pass, "Recorded", now)
            ? CallAgain(session, order, call, fact, now)
            : Quietly(session, call, isPutOff, now);
    }

    // Its stage has acknowledged the call and waits for nothing but this.
    private static IReadOnlyList<FollowUp> Quietly(StoreSession session, FollowUp call, bool isPutOff, DateTimeOffset now)
    {
        if (!isPutOff)
        {
            return [];
        }

        FollowUpTable.TellAgain(session, call, now);
        return [call];
    }

    private static IReadOnlyList<FollowUp> CallAgain(StoreSession session, Order order, FollowUp call, string? fact, DateTimeOffset now)
    {
        JournalTable.RaiseAlert(
            session, fact is null ? Alert.OrderStuck : Alert.OrderWaits, order.ClOrdId, Stages.Reconciliation, now, order,
            new { waits_for = fact ?? call.NextStage, at = call.NextStage, since = call.Message.At, called_again = call.Message.GetType().Name });
        FollowUpTable.TellAgain(session, call, now);
        return [call];
    }

    private static void LookAgain(StoreSession session, Order order, DateTimeOffset at) => OrderTable.SetDeadline(session, order.ClOrdId, at < order.ValidUntil ? at : order.ValidUntil);

    private static TimeSpan LongestWait(string stage, ReconciliationOptions options) => stage switch
    {
        Stages.Validation => options.ValidationStuckAfter,
        Stages.Session => options.SessionStuckAfter,
        _ => options.SubmissionStuckAfter,
    };
}
