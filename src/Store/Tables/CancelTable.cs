using Pipeline.Trading;

namespace Pipeline.Store.Tables;

/// <summary>Cancels that somebody asked for, one at a time for an order.</summary>
public static class CancelTable
{
    /// <summary>How the name of a requester begins that is no person: a fill policy.</summary>
    public const string Policy = "policy:";

    private const string Selection = "SELECT cl_ord_id, by, why, at, attempt, outcome, next_attempt_at FROM cancels";

    public static Cancel? Find(StoreSession session, string clOrdId) =>
        session.QueryFirst<Cancel>($"{Selection} WHERE cl_ord_id = @clOrdId", new { clOrdId });

    /// <summary>Longest pause before a cancel without an answer is asked for again.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>How long nobody may have asked the venue before what is in the way is looked for.</summary>
    public static readonly TimeSpan LongestUnasked = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Records that somebody wants an order canceled, of which the venue is to be asked. An earlier request is renewed when it has come to its end, refused by the venue,
    /// without effect or overtaken by the order's own end: then nobody asks any more.
    /// </summary>
    /// <returns>The attempt at which the venue is to be asked; null while an earlier request is still under way.</returns>
    public static int? Request(StoreSession session, string clOrdId, string by, string why, DateTimeOffset now) => Insert(session, clOrdId, by, why, now, now + LongestUnasked);

    /// <summary>The same of an order that ends with it, since it was never sent: of that one nobody has to ask.</summary>
    public static void RequestHere(StoreSession session, string clOrdId, string by, string why, DateTimeOffset now) => Insert(session, clOrdId, by, why, now, null);

    private static int? Insert(StoreSession session, string clOrdId, string by, string why, DateTimeOffset now, DateTimeOffset? lookAt) => session.QueryFirst<Row>(
        """
        INSERT INTO cancels (cl_ord_id, by, why, at, attempt, next_attempt_at, answered_at) VALUES (@clOrdId, @by, @why, @now, 1, @lookAt, @now)
        ON CONFLICT (cl_ord_id) DO UPDATE SET
            by = excluded.by, why = excluded.why, at = excluded.at, attempt = cancels.attempt + 1, outcome = NULL, next_attempt_at = excluded.next_attempt_at,
            answered_at = excluded.answered_at
        WHERE cancels.outcome IS NOT NULL AND cancels.next_attempt_at IS NULL
        RETURNING attempt
        """,
        new { clOrdId, by, why, now, lookAt })?.Attempt;

    /// <summary>
    /// Cancels that must be asked for again, or looked after, now: their time has come, or a clock which was set back since that time was
    /// set has put it off.
    /// </summary>
    public static IReadOnlyList<Cancel> Due(StoreSession session, DateTimeOffset now, int most) => session.Query<Cancel>(
        $"{Selection} WHERE next_attempt_at <= @now OR (next_attempt_at IS NOT NULL AND answered_at > @ahead) ORDER BY next_attempt_at LIMIT @most",
        new { now, ahead = now + ClockStep.Slack, most });

    /// <summary>When the next one is due, or null.</summary>
    public static DateTimeOffset? NextDue(StoreSession session) =>
        session.QueryFirst<string>("SELECT min(next_attempt_at) FROM cancels WHERE next_attempt_at IS NOT NULL") is { } at ? DateTimeOffset.Parse(at) : null;

    public static void SetOutcome(StoreSession session, string clOrdId, string? outcome, DateTimeOffset? nextAttemptAt, DateTimeOffset now) => session.Execute(
        "UPDATE cancels SET outcome = @outcome, next_attempt_at = @nextAttemptAt, answered_at = @now WHERE cl_ord_id = @clOrdId",
        new { clOrdId, outcome, nextAttemptAt, now });

    /// <summary>The order was over, and what was asked for ended with it: should it be open again, nobody asks any more.</summary>
    public static void Overtake(StoreSession session, string clOrdId) => session.Write(
        "UPDATE cancels SET outcome = @outcome, next_attempt_at = NULL WHERE cl_ord_id = @clOrdId AND (outcome IS NULL OR next_attempt_at IS NOT NULL)",
        new { clOrdId, outcome = CancelResult.Overtaken });

    /// <summary>The same for what was asked for before an instant.</summary>
    public static void OvertakeBefore(StoreSession session, string clOrdId, DateTimeOffset at) => session.Execute(
        "UPDATE cancels SET outcome = @outcome, next_attempt_at = NULL WHERE cl_ord_id = @clOrdId AND at < @at AND (outcome IS NULL OR next_attempt_at IS NOT NULL)",
        new { clOrdId, at, outcome = CancelResult.Overtaken });

    public static void StartAttempt(StoreSession session, string clOrdId, int attempt, DateTimeOffset now) => session.Execute(
        "UPDATE cancels SET attempt = @attempt, outcome = NULL, next_attempt_at = @lookAt, answered_at = @now WHERE cl_ord_id = @clOrdId", new { clOrdId, attempt, lookAt = now + LongestUnasked, now });

    /// <summary>When it is looked again whether the venue has been asked.</summary>
    public static void LookAgain(StoreSession session, string clOrdId, DateTimeOffset at, DateTimeOffset now) =>
        session.Execute("UPDATE cancels SET next_attempt_at = @at, answered_at = @now WHERE cl_ord_id = @clOrdId", new { clOrdId, at, now });

    /// <summary>Somebody else wants what is being canceled already: the request under way is theirs from now on.</summary>
    public static void TakeOver(StoreSession session, string clOrdId, string by, string why) =>
        session.Execute("UPDATE cancels SET by = @by, why = @why WHERE cl_ord_id = @clOrdId", new { clOrdId, by, why });

    private sealed class Row
    {
        public int Attempt { get; set; }
    }
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

    /// <summary>Whether it may still come to something: nobody has answered yet, it is asked for again, or its effect is waited for.</summary>
    public bool IsUnderWay => Outcome is null || NextAttemptAt is not null;
}

/// <summary>What became of asking a venue to cancel.</summary>
public static class CancelResult
{
    public const string Requested = "requested";
    public const string Rejected = "rejected";
    public const string Unknown = "unknown";

    /// <summary>The order came to its end before the request had any effect.</summary>
    public const string Overtaken = "overtaken";
}
