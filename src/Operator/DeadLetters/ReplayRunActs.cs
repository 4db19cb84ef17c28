using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Operator.DeadLetters;

/// <summary>What an operator may do about replays of many: begin a run, pause it, have it go on, and stop it. One is under way at a time.</summary>
public sealed class ReplayRunActs(IStore store, TimeProvider clock)
{
    /// <summary>Begins a run over every open dead letter that a filter finds now.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="rate">Messages a second, <see cref="RunPace.SlowestRate"/> to <see cref="RunPace.FastestRate"/>.</param>
    /// <param name="hasCanary">Whether one goes first, then more.</param>
    /// <param name="actor">Who begins it and why.</param>
    public Task<ActResult> BeginAsync(DeadLetterFilter filter, int rate, bool hasCanary, Actor actor) => store.WriteAsync(session =>
    {
        if (rate is < RunPace.SlowestRate or > RunPace.FastestRate)
        {
            return ActResult.Malformed("BAD_RATE", $"The rate is {rate}: it is from {RunPace.SlowestRate} to {RunPace.FastestRate} messages a second");
        }

        if (ReplayRunTable.Active(session) is { } other)
        {
            return new ActResult.Refused("RUN_UNDER_WAY", $"Run {other.Id} of {other.By} is {Columns.Word(other.State)}: one run is under way at a time. Stop it, or wait for its end");
        }

        var open = filter with { State = DeadLetterState.Open };
        var (count, lastId) = DeadLetterQueries.Count(session, open);
        if (count == 0)
        {
            return new ActResult.NotFound("No open dead letter is like that");
        }

        var now = clock.GetUtcNow();
        var id = ReplayRunTable.Insert(session, new ReplayRun
        {
            Filter = Columns.Json(open), By = actor.By, Why = actor.Why, Rate = rate, Canary = hasCanary ? 1 : 0, Total = count, LastId = lastId, BeganAt = now,
        });
        Record(session, id, "began", actor, now, new { filter = open, rate, canary = hasCanary, total = count });
        return (ActResult)new ActResult.Done($"Run {id} replays {count} dead {(count == 1 ? "letter" : "letters")}", []) { Shown = new { run = id, total = count } };
    });

    /// <summary>Has a run wait.</summary>
    public Task<ActResult> PauseAsync(long id, Actor actor) =>
        ChangeAsync(id, actor, "paused", run => run.State == RunState.Running, run => run with { State = RunState.Paused, Reason = $"{actor.By}: {actor.Why}" });

    /// <summary>Has a paused run go on. What failed again so far is not replayed again by it, and its canary begins anew.</summary>
    public Task<ActResult> ResumeAsync(long id, Actor actor) =>
        ChangeAsync(id, actor, "resumed", run => run.State == RunState.Paused, run => run with { State = RunState.Running, Reason = null, Step = 0, CanaryFrom = run.Taken, ResumedAt = clock.GetUtcNow() });

    /// <summary>Ends a run where it is. What it has replayed is replayed.</summary>
    public Task<ActResult> StopAsync(long id, Actor actor) => ChangeAsync(
        id, actor, "stopped", run => run.State is RunState.Running or RunState.Paused,
        run => run with { State = RunState.Stopped, Reason = $"{actor.By}: {actor.Why}", EndedAt = clock.GetUtcNow() });

    /// <summary>Which dead letters a run replays.</summary>
    public static DeadLetterFilter FilterOf(ReplayRun run) => JsonSerializer.Deserialize<DeadLetterFilter>(run.Filter, PipelineJson.Options)!;

    internal static void Record(StoreSession session, long id, string act, Actor actor, DateTimeOffset now, object facts) => JournalTable.Append(
        session,
        new JournalEntry(0, now, JournalKinds.ReplayRunChanged, null, null, Stages.Operator, null, Columns.Json(new { run = id, act, actor.By, actor.Why, facts })));

    private Task<ActResult> ChangeAsync(long id, Actor actor, string word, Func<ReplayRun, bool> fits, Func<ReplayRun, ReplayRun> change) => store.WriteAsync(session =>
    {
        if (ReplayRunTable.Find(session, id) is not { } run)
        {
            return new ActResult.NotFound($"There is no run {id}");
        }

        if (!fits(run))
        {
            return new ActResult.Refused("RUN_STATE", $"Run {id} is {Columns.Word(run.State)}: it can't be {word}");
        }

        var now = clock.GetUtcNow();
        ReplayRunTable.Update(session, change(run) with { ChangedAt = now });
        Record(session, id, word, actor, now, new { run.Taken, run.PassedOver, run.Total });
        return (ActResult)new ActResult.Done($"Run {id} is {(word == "resumed" ? "running again" : word)}: {run.Taken + run.PassedOver} of {run.Total} were looked at", []);
    });
}
