using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// What is done about an order that waits for a stage for too long: a person is told, and the stage is called again, once. Calling twice
/// is harmless, since a stage decides once. Where the stage has said that it lacks a fact, that is what the person is told. Who stands in
/// the line for the venue's permits is not stuck, and its story says so; nor is who has others before it at the stage. What is parked in the dead letters has been told of, and is a person's to replay.
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

        var longest = LongestWait(call.NextStage!, options);
        if (now < call.Message.At + longest)
        {
            LookAgain(session, order, call.Message.At + longest);
            return [];
        }

        var stage = Stages.OfStep(call.NextStage!);
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
            return [];
        }

        OrderTable.SetDeadline(session, order.ClOrdId, order.ValidUntil);
        return StepTable.TryInsert(session, order.ClOrdId, $"stuck:{call.NextStage}", order.Pass, "Recorded", now) ? CallAgain(session, order, call, fact, now) : [];
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
