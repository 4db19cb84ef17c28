using Pipeline.Trading.DeadLetters;

namespace Pipeline.Store.Tables;

/// <summary>Runs of replays, each with how far it has come.</summary>
public static class ReplayRunTable
{
    private const string Fields = "id, filter, by, why, rate, canary, state, reason, total, after_id, last_id, taken, passed_over, step, canary_from, resumed_at, began_at, changed_at, ended_at";

    private const string Selection =
        $"""
        SELECT {Fields},
            (SELECT count(*) FROM dead_letters WHERE run_id = replay_runs.id AND result = 'waits') AS waiting,
            (SELECT count(*) FROM dead_letters WHERE run_id = replay_runs.id AND result = 'done') AS worked_off,
            (SELECT count(*) FROM dead_letters WHERE run_id = replay_runs.id AND result = 'failed') AS failed
        FROM replay_runs
        """;

    public static long Insert(StoreSession session, ReplayRun run) => session.Scalar<long>(
        """
        INSERT INTO replay_runs (filter, by, why, rate, canary, state, total, after_id, last_id, taken, passed_over, step, began_at, changed_at)
        VALUES (@Filter, @By, @Why, @Rate, @Canary, 'running', @Total, 0, @LastId, 0, 0, 0, @BeganAt, @BeganAt) RETURNING id
        """,
        new { run.Filter, run.By, run.Why, run.Rate, run.Canary, run.Total, run.LastId, run.BeganAt });

    public static ReplayRun? Find(StoreSession session, long id) => session.QueryFirst<ReplayRun>($"{Selection} WHERE id = @id", new { id });

    /// <summary>The run that is under way or paused, without what became of its replays; null when none is.</summary>
    public static ReplayRun? Active(StoreSession session) =>
        session.QueryFirst<ReplayRun>($"SELECT {Fields} FROM replay_runs INDEXED BY replay_runs_active WHERE state IN ('running', 'paused') ORDER BY id LIMIT 1");

    /// <summary>How many of a run's replays have a result, of those since it began, or goes on.</summary>
    public static int CountNow(StoreSession session, ReplayRun run, ReplayResult result) => session.Scalar<int>(
        "SELECT count(*) FROM dead_letters WHERE run_id = @Id AND result = @result AND replayed_at >= @since",
        new { run.Id, result = Columns.Word(result), since = run.ResumedAt ?? run.BeganAt });

    /// <summary>The newest runs.</summary>
    public static IReadOnlyList<ReplayRun> Newest(StoreSession session, int most) =>
        session.Query<ReplayRun>($"{Selection} ORDER BY id DESC LIMIT @most", new { most });

    /// <summary>Writes back how far a run has come, and how it stands.</summary>
    public static void Update(StoreSession session, ReplayRun run) => session.Execute(
        """
        UPDATE replay_runs SET state = @state, reason = @Reason, after_id = @AfterId, taken = @Taken, passed_over = @PassedOver, step = @Step,
            canary_from = @CanaryFrom, resumed_at = @ResumedAt, changed_at = @ChangedAt, ended_at = @EndedAt
        WHERE id = @Id
        """,
        new
        {
            run.Id, state = Columns.Word(run.State), run.Reason, run.AfterId, run.Taken, run.PassedOver, run.Step, run.CanaryFrom, run.ResumedAt, run.ChangedAt, run.EndedAt,
        });
}

/// <summary>A run of replays.</summary>
public sealed record ReplayRun
{
    public long Id { get; init; }

    /// <summary>Which dead letters, as JSON.</summary>
    public string Filter { get; init; } = "{}";

    public string By { get; init; } = "";

    public string Why { get; init; } = "";

    /// <summary>Messages a second.</summary>
    public int Rate { get; init; }

    /// <summary>1: one first, then more.</summary>
    public long Canary { get; init; }

    public RunState State { get; init; }

    /// <summary>Why it does not run.</summary>
    public string? Reason { get; init; }

    /// <summary>How many there were when it began.</summary>
    public int Total { get; init; }

    /// <summary>Looked at up to this dead letter.</summary>
    public long AfterId { get; init; }

    /// <summary>The newest dead letter when it began: those that came later are not its.</summary>
    public long LastId { get; init; }

    public int Taken { get; init; }

    public int PassedOver { get; init; }

    /// <summary>Of the canary, from 0.</summary>
    public int Step { get; init; }

    /// <summary>How many it had replayed when its canary began anew.</summary>
    public int CanaryFrom { get; init; }

    /// <summary>When a person had it go on last.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    public DateTimeOffset BeganAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Replayed, and nothing known of yet.</summary>
    public int Waiting { get; init; }

    public int WorkedOff { get; init; }

    /// <summary>Replayed, and failed again.</summary>
    public int Failed { get; init; }
}
