using Microsoft.Extensions.Logging;
using Pipeline.Bus.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Orders;

namespace Pipeline.Operator.DeadLetters;

/// <summary>
/// Does what acts on dead letters have recorded: puts messages on their queues again, goes on with the run that is under way, and notes what
/// was worked off. All of it stands in the store, so another process goes on where one has died.
/// </summary>
public sealed class ReplayWorker(IStore store, ILetterSender sender, TimeProvider clock, ILogger<ReplayWorker> logger)
{
    private const int MostUnsent = 500;
    private const int AtATime = 64;
    private const int MostLookedAt = 2_000;
    private const int MostStuck = 200;

    private long lastBatch = clock.GetTimestamp();
    private long lookedAtUpTo;
    private DateTimeOffset settledAt = clock.GetUtcNow();
    private (long Run, int Waiting, DateTimeOffset At) worked;

    /// <summary>Whether the last round has found nothing that is under way.</summary>
    public bool IsIdle { get; private set; } = true;

    /// <summary>One round. Gives what has to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>> WorkAsync(CancellationToken cancellationToken)
    {
        var (isUnsent, isRunning) = store.Read(session => (DeadLetterTable.Unsent(session, 1).Count > 0, ReplayRunTable.Active(session) is { State: RunState.Running }));
        var isAnyWaiting = await SettleAsync(cancellationToken).ConfigureAwait(false);
        IsIdle = !isUnsent && !isRunning && !isAnyWaiting;
        IReadOnlyList<FollowUp> told = isRunning ? await RunAsync(cancellationToken).ConfigureAwait(false) : [];
        if (isUnsent || isRunning)
        {
            await SendUnsentAsync(cancellationToken).ConfigureAwait(false);
        }

        return told;
    }

    /// <summary>Puts on their queues what is to go there again. What the transport does not take stays unsent.</summary>
    public async Task SendUnsentAsync(CancellationToken cancellationToken)
    {
        var letters = store.Read(session => DeadLetterTable.Unsent(session, MostUnsent).Select(letter => (Letter: letter, Content: DeadLetterTable.Content(session, letter.Id))).ToList());
        var confirmed = new List<DeadLetterRow>();
        foreach (var some in letters.Chunk(AtATime))
        {
            var sent = await Task.WhenAll(some.Select(one => TrySendAsync(one.Letter, one.Content, cancellationToken))).ConfigureAwait(false);
            confirmed.AddRange(some.Where((_, i) => sent[i]).Select(one => one.Letter));
            if (!Array.TrueForAll(sent, ok => ok))
            {
                break;
            }
        }

        // One commit for all: one that is lost with the process has them sent again, which changes nothing.
        if (confirmed.Count > 0)
        {
            await store.WriteAsync(Turn.Of("dead_letters"), session => confirmed.ForEach(letter => DeadLetterTable.MarkSent(session, letter.Id, letter.Replays)), cancellationToken).ConfigureAwait(false);
        }
    }

    // What waits is looked at in turn, and outside of the writer's turn: there may be many, and most are not worked off yet. False where nothing waits.
    private async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (done, last, looked) = store.Read(session => LetterReplay.WorkedOffPasses(session, lookedAtUpTo, MostLookedAt));
        var isAnyWaiting = looked > 0 || lookedAtUpTo > 0;
        lookedAtUpTo = last;
        if (done.Count > 0 || !isAnyWaiting)
        {
            settledAt = now;
        }
        else if (now - settledAt >= Patience.InFlight)
        {
            settledAt = now;
            await store.WriteAsync(session => LetterReplay.LookForStuck(session, now, MostStuck), cancellationToken).ConfigureAwait(false);
        }

        if (done.Count > 0)
        {
            await store.WriteAsync(
                Turn.Of("dead_letters"),
                session =>
                {
                    foreach (var id in done)
                    {
                        LetterReplay.WorkedOff(session, id, now);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }

        return isAnyWaiting;
    }

    private async Task<bool> TrySendAsync(DeadLetterRow letter, DeadLetterContent content, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(letter, content, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("Dead letter {Id} was not confirmed by the transport and stays unsent: {Error}", letter.Id, e.Message);
            return false;
        }
    }

    // What breaks over a batch breaks over it again: the run waits for a person then, who is told why.
    private async Task<IReadOnlyList<FollowUp>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GoOnAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            logger.LogError(e, "The run of replays that is under way can't go on and is paused");
            return await store.WriteAsync(
                session => ReplayRunTable.Active(session) is { State: RunState.Running } run
                    ? Move(session, run, new RunMove.Pause($"It could not go on: {e.GetType().Name}: {e.Message}"), clock.GetUtcNow()) : [],
                cancellationToken).ConfigureAwait(false);
        }
    }

    // What a run does next is decided on a snapshot: counting what waits takes longer the more there is, and in the writer's turn every order
    // would wait for it. One process at a time works on a run, so only a person can have changed it meanwhile.
    private async Task<IReadOnlyList<FollowUp>> GoOnAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (store.Read(session => Progress(session, now)) is not var (run, progress))
        {
            return [];
        }

        var move = RunPace.Next(progress, clock.GetElapsedTime(lastBatch), now);
        if (move is RunMove.Wait)
        {
            return [];
        }

        var told = await store.WriteAsync(session => ReplayRunTable.Active(session) == run ? Move(session, run, move, now) : [], cancellationToken).ConfigureAwait(false);
        if (move is RunMove.Take)
        {
            lastBatch = clock.GetTimestamp();
        }

        return told;
    }

    private (ReplayRun Run, RunProgress Progress)? Progress(StoreSession session, DateTimeOffset now)
    {
        if (ReplayRunTable.Active(session) is not { State: RunState.Running } run)
        {
            return null;
        }

        var isAtEnd = DeadLetterQueries.Next(session, ReplayRunActs.FilterOf(run), run.AfterId, run.LastId, 1).Count == 0;
        var isStepping = run.Canary == 1 && run.Step < RunPace.CanarySteps.Count;

        // Of a run at its full rate nobody asks how many wait.
        var waiting = isStepping || isAtEnd ? ReplayRunTable.CountNow(session, run, ReplayResult.Waits) : 0;
        var failed = run.Canary == 1 ? ReplayRunTable.CountNow(session, run, ReplayResult.Failed) : 0;
        return (run, new RunProgress(run.Rate, run.Canary == 1, run.Step, run.Taken - run.CanaryFrom, waiting, failed, isAtEnd, LastAt(run, waiting, now)));
    }

    // While anything is worked off, however slowly, a run is not given up. A process that takes a run over knows of no earlier count, and waits anew.
    private DateTimeOffset LastAt(ReplayRun run, int waiting, DateTimeOffset now)
    {
        if (worked.Run != run.Id || waiting < worked.Waiting)
        {
            worked = (run.Id, waiting, now);
        }
        else
        {
            worked = worked with { Waiting = waiting };
        }

        return run.ChangedAt > worked.At ? run.ChangedAt : worked.At;
    }

    private static IReadOnlyList<FollowUp> Move(StoreSession session, ReplayRun run, RunMove move, DateTimeOffset now)
    {
        switch (move)
        {
            case RunMove.Take(var most):
                var (told, next) = Take(session, run, DeadLetterQueries.Next(session, ReplayRunActs.FilterOf(run), run.AfterId, run.LastId, most), now);
                ReplayRunTable.Update(session, next);
                return told;
            case RunMove.NextStep:
                ReplayRunTable.Update(session, run with { Step = run.Step + 1 });
                return [];
            case RunMove.Pause(var why):
                Change(session, run with { State = RunState.Paused, Reason = why }, "paused", why, now);
                return [];
            case RunMove.End:
                var end = $"{run.Taken} replayed, {run.PassedOver} passed over, {ReplayRunTable.Find(session, run.Id)!.Failed} failed again";
                Change(session, run with { State = RunState.Done, Reason = end, EndedAt = now }, "done", end, now);
                return [];
            default:
                return [];
        }
    }

    private static (IReadOnlyList<FollowUp> Told, ReplayRun Run) Take(StoreSession session, ReplayRun run, IReadOnlyList<DeadLetterRow> letters, DateTimeOffset now)
    {
        var (told, actor) = (new List<FollowUp>(), new Actor(run.By, run.Why));
        foreach (var letter in letters)
        {
            var plan = LetterReplay.Plan(session, letter);
            if (plan is not ReplayPlan.Impossible)
            {
                told.AddRange(LetterReplay.Record(session, letter, plan, actor, run.Id, now));
            }

            run = plan.IsAct ? run with { Taken = run.Taken + 1 } : run with { PassedOver = run.PassedOver + 1 };
        }

        return (told, letters.Count == 0 ? run : run with { AfterId = letters[^1].Id, ChangedAt = now });
    }

    private static void Change(StoreSession session, ReplayRun run, string word, string why, DateTimeOffset now)
    {
        ReplayRunTable.Update(session, run with { ChangedAt = now });
        ReplayRunActs.Record(session, run.Id, word, new Actor(run.By, run.Why), now, new { why, run.Taken, run.PassedOver, run.Total });
    }
}
