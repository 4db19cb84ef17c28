namespace Pipeline.Store.Tables;

/// <summary>What happened to each dead letter: its failures, and what people did about it.</summary>
public static class DeadLetterHistoryTable
{
    public static void Add(StoreSession session, DeadLetterEvent happened) => session.Execute(
        """
        INSERT INTO dead_letter_history (letter_id, at, act, by, why, run_id, result, detail)
        VALUES (@LetterId, @At, @Act, @By, @Why, @RunId, @Result, @Detail)
        """,
        happened);

    /// <summary>All of it, in the order in which it happened.</summary>
    public static IReadOnlyList<DeadLetterEvent> Of(StoreSession session, long letterId) => session.Query<DeadLetterEvent>(
        "SELECT id, letter_id, at, act, by, why, run_id, result, detail FROM dead_letter_history WHERE letter_id = @letterId ORDER BY id", new { letterId });

    /// <summary>The exception of the newest failure, with all that caused it.</summary>
    public static string NewestException(StoreSession session, long letterId) => session.QueryFirst<string>(
        "SELECT detail FROM dead_letter_history WHERE letter_id = @letterId AND act = 'failed' ORDER BY id DESC LIMIT 1", new { letterId }) ?? "";
}

/// <summary>One thing that happened to a dead letter.</summary>
public sealed class DeadLetterEvent
{
    public const string Failed = "failed";
    public const string Replayed = "replayed";
    public const string Edited = "edited";
    public const string Discarded = "discarded";
    public const string Reopened = "reopened";
    public const string WorkedOff = "worked_off";

    public long Id { get; set; }

    public long LetterId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>failed, replayed, edited, discarded, reopened or worked_off.</summary>
    public string Act { get; set; } = "";

    /// <summary>Who did it; null where nobody did.</summary>
    public string? By { get; set; }

    public string? Why { get; set; }

    /// <summary>The run that it was part of.</summary>
    public long? RunId { get; set; }

    /// <summary>What came of it, in one sentence.</summary>
    public string Result { get; set; } = "";

    /// <summary>Of a failure the exception with all that caused it; of an edit the difference.</summary>
    public string? Detail { get; set; }
}
