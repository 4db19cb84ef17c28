using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>Loads what a replay is decided by, and records what it does, in one step.</summary>
public static class LetterReplay
{
    /// <summary>What a replay of a dead letter does now.</summary>
    public static ReplayPlan Plan(StoreSession session, DeadLetterRow letter) => Replays.Plan(FactsOf(session, letter));

    public static LetterFacts FactsOf(StoreSession session, DeadLetterRow letter)
    {
        var order = letter.ClOrdId is null ? null : OrderTable.Find(session, letter.ClOrdId);
        return new LetterFacts
        {
            Kind = letter.Kind,
            State = letter.State,
            IsReadable = letter.Kind is LetterKind.Intent or LetterKind.Way || IsReadable(letter.MessageType, DeadLetterTable.Content(session, letter.Id).Sent),
            ClOrdId = letter.ClOrdId,
            Pass = letter.Pass,
            Order = order,
            MayHaveBeenSent = order is not null && ClaimTable.OfOrder(session, order.ClOrdId).Any(claim => !claim.IsProvenAbsent),
            IsOnItsWay = order is not null && IsOnItsWay(session, order),
            IsImporting = RestorationTable.IsImporting(session),
        };
    }

    /// <summary>Replays a dead letter.</summary>
    /// <param name="session">The step.</param>
    /// <param name="letter">Which.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="actor">Who does it and why.</param>
    /// <param name="runId">The run that it is part of.</param>
    /// <param name="now">The time.</param>
    /// <returns>What has to be told. A message that goes to its queue again is not among it: it is unsent.</returns>
    public static IReadOnlyList<FollowUp> Record(StoreSession session, DeadLetterRow letter, ReplayPlan plan, Actor actor, long? runId, DateTimeOffset now)
    {
        var order = letter.ClOrdId is null ? null : OrderTable.Find(session, letter.ClOrdId);
        DeadLetterTable.SetReplayed(
            session, letter.Id, (plan as ReplayPlan.CheckAgain)?.Pass, runId,
            plan is ReplayPlan.CheckAgain or ReplayPlan.TakeAgain or ReplayPlan.DeliverAgain ? ReplayResult.Waits : ReplayResult.Done,
            plan is ReplayPlan.TakeAgain or ReplayPlan.DeliverAgain, now);
        DeadLetterHistoryTable.Add(session, new DeadLetterEvent
        {
            LetterId = letter.Id, At = now, Act = DeadLetterEvent.Replayed, By = actor.By, Why = actor.Why, RunId = runId, Result = plan.Says,
        });
        JournalTable.Append(session, new JournalEntry(
            0, now, JournalKinds.DeadLetterReplayed, letter.ClOrdId, order?.IntentId, Stages.Operator, order?.Pass,
            Columns.Json(new { dead_letter = letter.Id, letter.Stage, plan = plan.GetType().Name, says = plan.Says, run = runId, actor.By, actor.Why })));
        switch (plan)
        {
            case ReplayPlan.CheckAgain:
                return [CheckAgain(session, order!, letter, actor, runId, now)];
            case ReplayPlan.AskVenue:
                ClaimTable.AskNow(session, letter.ClOrdId!, now);
                return [];
            default:
                return [];
        }
    }

    /// <summary>The replays that began a pass and were worked off by the stage that had failed, of some that wait.</summary>
    /// <param name="session">The read.</param>
    /// <param name="after">Only those after this dead letter.</param>
    /// <param name="most">How many that wait are looked at.</param>
    /// <returns>They, the last that was looked at, 0 when there are no more and the next look begins anew, and how many were looked at.</returns>
    public static (IReadOnlyList<long> Done, long Last, int Looked) WorkedOffPasses(StoreSession session, long after, int most)
    {
        var looked = session.Query<WaitingRow>(
            """
            SELECT w.id, CASE WHEN o.pass > w.replay_pass OR o.ord_status <> 'pending_new'
                OR EXISTS (SELECT 1 FROM steps t WHERE t.cl_ord_id = w.cl_ord_id AND t.pass = w.replay_pass AND (t.stage = w.stage OR t.stage LIKE w.stage || '/%')) THEN 1 ELSE 0 END AS done
            FROM (SELECT id, cl_ord_id, stage, replay_pass FROM dead_letters INDEXED BY dead_letters_waiting
                  WHERE result = 'waits' AND replay_pass IS NOT NULL AND id > @after ORDER BY id LIMIT @most) w
            JOIN orders o ON o.cl_ord_id = w.cl_ord_id
            ORDER BY w.id
            """,
            new { after, most });
        return ([.. looked.Where(row => row.Done == 1).Select(row => row.Id)], looked.Count == most ? looked[^1].Id : 0, looked.Count);
    }

    /// <summary>
    /// Has orders looked at that runs have replayed and that wait for a stage: for when nothing was worked off for so long that they are stuck. Those that a
    /// person was told of are left alone.
    /// </summary>
    /// <returns>How many.</returns>
    public static int LookForStuck(StoreSession session, DateTimeOffset now, int most) => session.Execute(
        """
        UPDATE orders SET next_deadline_at = @now WHERE cl_ord_id IN (
            SELECT o.cl_ord_id FROM dead_letters d INDEXED BY dead_letters_waiting JOIN orders o ON o.cl_ord_id = d.cl_ord_id AND o.pass = d.replay_pass
            WHERE d.result = 'waits' AND d.replay_pass IS NOT NULL AND d.run_id IS NOT NULL AND o.ord_status = 'pending_new'
                AND NOT EXISTS (SELECT 1 FROM steps t WHERE t.cl_ord_id = o.cl_ord_id AND t.pass = o.pass AND t.stage LIKE 'stuck:%')
            ORDER BY d.id LIMIT @most)
        """,
        new { now, most });

    /// <summary>Notes that a replay was worked off.</summary>
    public static void WorkedOff(StoreSession session, long id, DateTimeOffset now)
    {
        if (DeadLetterTable.SetWorkedOff(session, id))
        {
            DeadLetterHistoryTable.Add(session, new DeadLetterEvent { LetterId = id, At = now, Act = DeadLetterEvent.WorkedOff, Result = "The stage that had failed worked it off" });
        }
    }

    private static bool IsReadable(string? type, byte[] body) => LetterMessage.Read(type, body) is not null || LetterMessage.IsNews(type, body);

    private static bool IsOnItsWay(StoreSession session, Order order) =>
        FollowUpTable.Awaited(session, order.ClOrdId, order.Pass) is not null
        && session.Scalar<long>(
            """
            SELECT count(*) FROM dead_letters
            WHERE cl_ord_id = @ClOrdId AND state <> 'replayed' AND stage IN ('validation', 'session', 'submission') AND (pass IS NULL OR pass = @Pass)
            """,
            new { order.ClOrdId, order.Pass }) == 0;

    private static FollowUp CheckAgain(StoreSession session, Order order, DeadLetterRow letter, Actor actor, long? runId, DateTimeOffset now)
    {
        var next = order with { Pass = order.Pass + 1 };
        OrderTable.Update(session, next);
        OrderTable.Explain(session, next.ClOrdId, null, null);
        if (runId is null)
        {
            OrderTable.AwaitStage(session, next, now);
        }
        else
        {
            // It waits behind the others of its run: that is no stage that does not answer. When nothing of them is worked off any more, LookForStuck has it looked at.
            OrderTable.SetDeadline(session, next.ClOrdId, next.ValidUntil);
        }

        var seq = JournalTable.Append(
            session, next, Stages.Operator, nameof(OrderProposed), now, new { replayed_by = actor.By, actor.Why, dead_letter = letter.Id });
        return StepLog.Tell(
            session,
            Stages.Operator,
            new OrderProposed { ClOrdId = next.ClOrdId, IntentId = next.IntentId, Pass = next.Pass, Seq = seq, At = now },
            Stages.Validation);
    }

    private sealed class WaitingRow
    {
        public long Id { get; set; }

        public long Done { get; set; }
    }
}
