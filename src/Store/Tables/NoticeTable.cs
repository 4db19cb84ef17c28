using Pipeline.Messages.Fix;
using Pipeline.Trading.Notices;

namespace Pipeline.Store.Tables;

/// <summary>What OpenClaw is told, and how far the journal was looked at for it.</summary>
public static class NoticeTable
{
    private const string Selection =
        "SELECT id, event_id, kind, subject, seq, hook, body, made_at, attempts, next_attempt_at, last_failure, sent_at, dead_at FROM notices";

    private const string Waiting = "sent_at IS NULL AND dead_at IS NULL";

    private static readonly string Kinds = string.Join(", ", NoticeFacts.Kinds.Select(kind => $"'{kind}'"));

    /// <summary>How far the journal was looked at; null before the first time.</summary>
    public static long? Cursor(StoreSession session) => session.QueryFirst<CursorRow>("SELECT seq FROM notice_cursor")?.Seq;

    /// <summary>Moves the cursor, unless somebody has moved it since.</summary>
    /// <returns>False when it stands elsewhere; nothing was written.</returns>
    public static bool TryMoveCursor(StoreSession session, long? from, long to) => (from is null
        ? session.Execute("INSERT INTO notice_cursor (id, seq) VALUES (1, @to) ON CONFLICT DO NOTHING", new { to })
        : session.Execute("UPDATE notice_cursor SET seq = @to WHERE seq = @from", new { from, to })) == 1;

    /// <summary>The entries after a sequence from which something may be told, and the last one of all that were looked at.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="after">The sequence.</param>
    /// <param name="end">Up to where the journal can be followed, asked before the snapshot.</param>
    /// <param name="most">Most entries that are looked at.</param>
    public static (IReadOnlyList<NoticeFacts> Entries, long UpTo) Next(StoreSession session, long after, long end, int most)
    {
        var upTo = session.Scalar<long>(
            "SELECT coalesce(max(seq), @after) FROM (SELECT seq FROM journal WHERE seq > @after AND seq <= @end ORDER BY seq LIMIT @most) AS page", new { after, end, most });
        return (Facts(session, "seq > @after AND seq <= @upTo", new { after, upTo }), upTo);
    }

    /// <summary>The entries of a notice's order before the one that it tells of, from which something may have been told, the oldest first.</summary>
    public static IReadOnlyList<NoticeFacts> Before(StoreSession session, Notice notice) => Facts(session, "cl_ord_id = @Subject AND seq < @Seq", new { notice.Subject, notice.Seq });

    /// <summary>Adds a notice; the same event a second time changes nothing.</summary>
    public static void Insert(StoreSession session, Notice notice, string hook, byte[] body, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO notices (event_id, kind, subject, seq, hook, body, made_at, alive_since, next_attempt_at)
        VALUES (@EventId, @kind, @Subject, @Seq, @hook, @body, @now, @now, @now) ON CONFLICT (event_id) DO NOTHING
        """,
        new { notice.EventId, kind = Columns.Word(notice.Kind), notice.Subject, notice.Seq, hook, body, now });

    /// <summary>
    /// What can be told now: of each subject the first that waits, so that nothing overtakes. A time further ahead than any pause is one
    /// that a clock which was set back since has left behind, and is now.
    /// </summary>
    public static IReadOnlyList<NoticeRow> Due(StoreSession session, DateTimeOffset now, int most) => session.Query<NoticeRow>(
        $"""
         {Selection} WHERE id IN (SELECT min(id) FROM notices WHERE {Waiting} GROUP BY subject) AND (next_attempt_at <= @now OR next_attempt_at > @furthest)
         ORDER BY id LIMIT @most
         """,
        new { now, furthest = now + NoticePace.LongestAsked, most });

    private static IReadOnlyList<NoticeFacts> Facts(StoreSession session, string which, object parameters) =>
    [
        .. session.Query<FactsRow>(
            $"""
             SELECT seq, kind, coalesce(cl_ord_id, json_extract(data, '$.brief_id')) AS subject, json_extract(data, '$.ord_status') AS ord_status,
                    json_extract(data, '$.code') AS code
             FROM journal WHERE {which} AND kind IN ({Kinds}) ORDER BY seq
             """,
            parameters)
        .Select(row => new NoticeFacts(row.Seq, row.Kind, row.Subject, row.OrdStatus is null ? null : Columns.Word<OrdStatus>(row.OrdStatus), row.Code)),
    ];

    public static void MarkSent(StoreSession session, long id, DateTimeOffset now) => session.Execute(
        "UPDATE notices SET sent_at = @now, attempts = attempts + 1, last_failure = NULL WHERE id = @id AND sent_at IS NULL", new { id, now });

    public static void MarkFailed(StoreSession session, long id, string failure, DateTimeOffset next) => session.Execute(
        "UPDATE notices SET attempts = attempts + 1, last_failure = @failure, next_attempt_at = @next WHERE id = @id AND sent_at IS NULL", new { id, failure, next });

    /// <summary>The notices that wait since an instant and were tried in vain; they are dead from now on.</summary>
    /// <param name="session">The step.</param>
    /// <param name="since">The instant.</param>
    /// <param name="isAway">Whether the receiver has been away since then, so that those behind the one that is tried are as dead.</param>
    /// <param name="now">The machine's time.</param>
    public static IReadOnlyList<long> Bury(StoreSession session, DateTimeOffset since, bool isAway, DateTimeOffset now) => session.Query<IdRow>(
        $"UPDATE notices SET dead_at = @now WHERE {Waiting} AND (attempts > 0 OR @isAway = 1) AND alive_since <= @since RETURNING id", new { since, isAway = isAway ? 1 : 0, now }).Select(row => row.Id).Order().ToList();

    /// <summary>Has dead notices tried again, as if they were new: one, or all of them.</summary>
    public static IReadOnlyList<NoticeRow> Revive(StoreSession session, long? id, DateTimeOffset now)
    {
        var dead = session.Query<NoticeRow>($"{Selection} WHERE dead_at IS NOT NULL AND (@id IS NULL OR id = @id) ORDER BY id", new { id });
        session.Execute("UPDATE notices SET dead_at = NULL, alive_since = @now, next_attempt_at = @now, attempts = 0 WHERE dead_at IS NOT NULL AND (@id IS NULL OR id = @id)", new { id, now });
        return dead;
    }

    public static NoticeRow? Find(StoreSession session, long id) => session.QueryFirst<NoticeRow>($"{Selection} WHERE id = @id", new { id });

    /// <summary>The notices in a state, the oldest first.</summary>
    public static IReadOnlyList<NoticeRow> List(StoreSession session, NoticeState state, long after, int most) => session.Query<NoticeRow>(
        $"{Selection} WHERE id > @after AND {ConditionOf(state)} ORDER BY id LIMIT @most", new { after, most });

    /// <summary>How many wait, how many are dead, and since when the oldest waits.</summary>
    public static NoticeCounts Count(StoreSession session) => session.QueryFirst<NoticeCounts>(
        $"""
         SELECT (SELECT count(*) FROM notices WHERE {Waiting}) AS waiting, (SELECT count(*) FROM notices WHERE dead_at IS NOT NULL) AS dead,
                (SELECT min(made_at) FROM notices WHERE {Waiting}) AS oldest
         """)!;

    private static string ConditionOf(NoticeState state) => state switch
    {
        NoticeState.Waiting => Waiting,
        NoticeState.Dead => "dead_at IS NOT NULL",
        NoticeState.Sent => "sent_at IS NOT NULL",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a notice"),
    };

    private sealed class CursorRow
    {
        public long Seq { get; set; }
    }

    private sealed class IdRow
    {
        public long Id { get; set; }
    }

    private sealed class FactsRow
    {
        public long Seq { get; set; }

        public string Kind { get; set; } = "";

        public string? Subject { get; set; }

        public string? OrdStatus { get; set; }

        public string? Code { get; set; }
    }
}

/// <summary>Where a notice is.</summary>
public enum NoticeState
{
    /// <summary>It was not taken in yet, and is tried.</summary>
    Waiting,

    /// <summary>It could not be given within a day; nobody tries until a person says so.</summary>
    Dead,

    /// <summary>It was taken in.</summary>
    Sent,
}

/// <summary>How many notices there are.</summary>
public sealed class NoticeCounts
{
    public long Waiting { get; set; }

    public long Dead { get; set; }

    public DateTimeOffset? Oldest { get; set; }

    /// <summary>Whether one that waits was made before an instant.</summary>
    public bool IsOlderThan(DateTimeOffset since) => Oldest <= since;
}

/// <summary>A notice as it is stored.</summary>
public sealed class NoticeRow
{
    public long Id { get; set; }

    public string EventId { get; set; } = "";

    /// <summary>One of <see cref="NoticeKind"/>, as a word.</summary>
    public string Kind { get; set; } = "";

    public string Subject { get; set; } = "";

    public long Seq { get; set; }

    public string Hook { get; set; } = "";

    public byte[] Body { get; set; } = [];

    public DateTimeOffset MadeAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public string? LastFailure { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? DeadAt { get; set; }
}
