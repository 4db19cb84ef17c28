namespace Pipeline.Store.Tables;

/// <summary>Cancels that somebody asked for, one an order.</summary>
public static class CancelTable
{
    private const string Selection = "SELECT cl_ord_id, by, why, at, attempt, outcome, next_attempt_at FROM cancels";

    public static Cancel? Find(StoreSession session, string clOrdId) =>
        session.QueryFirst<Cancel>($"{Selection} WHERE cl_ord_id = @clOrdId", new { clOrdId });

    /// <returns>False when a cancel was asked for before.</returns>
    public static bool TryInsert(StoreSession session, string clOrdId, string by, string why, DateTimeOffset now) => session.Execute(
        "INSERT INTO cancels (cl_ord_id, by, why, at, attempt) VALUES (@clOrdId, @by, @why, @now, 1) ON CONFLICT DO NOTHING",
        new { clOrdId, by, why, now }) == 1;

    /// <summary>Cancels that must be asked for again, or looked after, now.</summary>
    public static IReadOnlyList<Cancel> Due(StoreSession session, DateTimeOffset now, int most) =>
        session.Query<Cancel>($"{Selection} WHERE next_attempt_at <= @now ORDER BY next_attempt_at LIMIT @most", new { now, most });

    /// <summary>When the next one is due, or null.</summary>
    public static DateTimeOffset? NextDue(StoreSession session) =>
        session.QueryFirst<string>("SELECT min(next_attempt_at) FROM cancels WHERE next_attempt_at IS NOT NULL") is { } at ? DateTimeOffset.Parse(at) : null;

    public static void SetOutcome(StoreSession session, string clOrdId, string? outcome, DateTimeOffset? nextAttemptAt) => session.Execute(
        "UPDATE cancels SET outcome = @outcome, next_attempt_at = @nextAttemptAt WHERE cl_ord_id = @clOrdId",
        new { clOrdId, outcome, nextAttemptAt });

    public static void StartAttempt(StoreSession session, string clOrdId, int attempt) => session.Execute(
        "UPDATE cancels SET attempt = @attempt, outcome = NULL, next_attempt_at = NULL WHERE cl_ord_id = @clOrdId", new { clOrdId, attempt });
}

/// <summary>A cancel that somebody asked for.</summary>
public sealed class Cancel
{
    public string ClOrdId { get; set; } = "";

    public string By { get; set; } = "";

    public string Why { get; set; } = "";

    public DateTimeOffset At { get; set; }

    /// <summary>How often the venue was or is being asked; from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>One of <see cref="CancelResult"/>; null while nobody has answered.</summary>
    public string? Outcome { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }
}

/// <summary>What became of asking a venue to cancel.</summary>
public static class CancelResult
{
    public const string Requested = "requested";
    public const string Rejected = "rejected";
    public const string Unknown = "unknown";
}
