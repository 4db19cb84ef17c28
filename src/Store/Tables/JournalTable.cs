using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>The append-only record of everything that happened. What stands in no entry did not happen.</summary>
public static class JournalTable
{
    /// <summary>Where PostgreSQL draws an entry's sequence from.</summary>
    internal const string Sequence = "journal_seq_seq";

    // The fifty newest entries of a stage between two instants. That it waits for a fact is none.
    private const string WorkedOff =
        """
        (SELECT seq, cl_ord_id, pass FROM journal
         WHERE seq > (SELECT max(seq) FROM journal) - 2000 AND stage = @stage AND at > @since AND at < @until AND cl_ord_id IS NOT NULL AND kind <> 'FactAwaited'
         ORDER BY seq DESC LIMIT 50) done
        """;

    private const string IsCalledAgain = "EXISTS (SELECT 1 FROM steps t WHERE t.cl_ord_id = done.cl_ord_id AND t.pass = done.pass AND t.stage LIKE 'stuck:' || @stage || '%')";

    /// <summary>Adds an entry and returns its sequence.</summary>
    /// <exception cref="ArgumentException">Its kind is none of <see cref="JournalKinds"/>.</exception>
    public static long Append(StoreSession session, JournalEntry entry)
    {
        JournalKinds.ThrowIfUnknown(entry.Kind);
        if (session.TakeDrawn(Sequence) is { } seq)
        {
            session.Write(
                "INSERT INTO journal (seq, at, kind, cl_ord_id, intent_id, stage, pass, data) VALUES (@seq, @At, @Kind, @ClOrdId, @IntentId, @Stage, @Pass, @Data)",
                new { seq, entry.At, entry.Kind, entry.ClOrdId, entry.IntentId, entry.Stage, entry.Pass, entry.Data });
            return seq;
        }

        return session.Dialect.Insert(
            session,
            "INSERT INTO journal (at, kind, cl_ord_id, intent_id, stage, pass, data) VALUES (@At, @Kind, @ClOrdId, @IntentId, @Stage, @Pass, @Data)",
            "seq",
            new { entry.At, entry.Kind, entry.ClOrdId, entry.IntentId, entry.Stage, entry.Pass, entry.Data });
    }

    /// <summary>Adds an entry about an order.</summary>
    public static long Append(StoreSession session, Order order, string stage, string kind, DateTimeOffset now, object data) =>
        Append(session, new JournalEntry(0, now, kind, order.ClOrdId, order.IntentId, stage, order.Pass, Columns.Json(data)));

    /// <summary>
    /// Raises an alert: a fact of the journal, from which metrics, notices and pages are made.
    /// </summary>
    /// <param name="session">The step.</param>
    /// <param name="alert">Which.</param>
    /// <param name="scope">What it is about, for example a ClOrdId or a venue.</param>
    /// <param name="stage">Who raises it.</param>
    /// <param name="now">When.</param>
    /// <param name="order">The order it is about, if one.</param>
    /// <param name="data">Facts.</param>
    public static long RaiseAlert(
        StoreSession session, Alert alert, string scope, string stage, DateTimeOffset now, Order? order, object data)
    {
        if (alert.StandsAlone)
        {
            StandingAlertTable.Raise(session, alert, scope, order?.ClOrdId, now);
        }

        return Append(session, new JournalEntry(
            0, now, JournalKinds.AlertRaised, order?.ClOrdId, order?.IntentId, stage, order?.Pass,
            Columns.Json(new { alert.Code, alert.Severity, scope, facts = data })));
    }

    /// <summary>
    /// The oldest call of those that a stage has worked off lately: of its fifty newest entries the sequence of the order's step before. That it waits for a fact is no step. Who was called a
    /// second time came out of turn, and says nothing of the line.
    /// </summary>
    /// <returns>Null when it has worked off nothing since an instant, or nothing among the newest entries of all.</returns>
    public static long? OldestCallWorkedOff(StoreSession session, string stage, DateTimeOffset since) => session.Scalar<long?>(
        $"""
        SELECT min((SELECT max(before.seq) FROM journal before WHERE before.cl_ord_id = done.cl_ord_id AND before.seq < done.seq AND before.kind NOT IN ('AlertRaised', 'FactAwaited')))
        FROM {WorkedOff} WHERE NOT {IsCalledAgain}
        """,
        new { stage, since, until = DateTimeOffset.MaxValue });

    /// <summary>Whether a stage has, between two instants, worked off an order that was called there a second time.</summary>
    public static bool HasWorkedOffCalledAgain(StoreSession session, string stage, DateTimeOffset since, DateTimeOffset until) => session.Scalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM {WorkedOff} WHERE {IsCalledAgain})", new { stage, since, until });

    /// <summary>How many of the two hundred newest alerts said since an instant that an order is stuck at a stage.</summary>
    public static int CalledAgainSince(StoreSession session, string stage, DateTimeOffset since) => session.Scalar<int>(
        """
        SELECT count(*) FROM (SELECT at, data FROM journal WHERE kind = 'AlertRaised' ORDER BY seq DESC LIMIT 200) newest
        WHERE at > @since AND data ->> '$.code' = @code AND data ->> '$.facts.at' LIKE @stage || '%'
        """,
        new { stage, since, code = Alert.OrderStuck.Code });

    /// <summary>What was recorded about an order and its intent. Of an archived one that is where its story is, and what was said since.</summary>
    public static IReadOnlyList<JournalEntry> OfOrder(StoreSession session, string clOrdId, string intentId) => session.Query<JournalEntry>(
        """
        SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal WHERE cl_ord_id = @clOrdId
        UNION ALL
        SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal
        WHERE cl_ord_id IS NULL AND intent_id = @intentId
        UNION ALL
        SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal
        WHERE seq = (SELECT b.seq FROM orders o JOIN archive_batches b ON b.batch = o.archived_in WHERE o.cl_ord_id = @clOrdId)
        ORDER BY seq
        """,
        new { clOrdId, intentId });

    /// <summary>What was recorded about an order and when, and of the venue's reports what they say; of other entries not, which is most of a story. Nothing of an archived one.</summary>
    public static IReadOnlyList<JournalEntry> CourseOf(StoreSession session, string clOrdId) => session.Query<JournalEntry>(
        """
        SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, CASE WHEN kind = 'ExecutionReport' THEN data ELSE '' END AS data
        FROM journal WHERE cl_ord_id = @clOrdId ORDER BY seq
        """,
        new { clOrdId });

    /// <summary>Of a venue's report, what it is about.</summary>
    public static ExecType ExecTypeOf(JournalEntry report)
    {
        using var data = JsonDocument.Parse(report.Data);
        return Columns.Word<ExecType>(data.RootElement.GetProperty("report").GetProperty("exec_type").GetString()!);
    }

    /// <summary>The sequence of the newest entry, or the one that was passed over last; 0 before the first.</summary>
    public static long LatestSeq(StoreSession session) => session.Dialect.LatestSeq(session);

    /// <summary>The newest entry's sequence; 0 when there is none. Numbers may have been given out beyond it.</summary>
    public static long NewestSeq(StoreSession session) => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM journal");

    /// <summary>Has the next entry come after a sequence that is further on than the newest.</summary>
    public static void GoOnAfter(StoreSession session, long seq) => session.Dialect.GoOnAfter(session, seq);

    /// <summary>
    /// Up to where the journal can be followed: no entry will come any more between those up to here. Who follows it asks in a read of its own, before
    /// the one that reads the entries: in PostgreSQL steps run side by side, and who draws a sequence first may commit last.
    /// </summary>
    public static long End(StoreSession session) => session.Dialect.JournalEnd(session);

    /// <summary>When the newest entry was made, by the clock of whoever made it; null when there is none. On PostgreSQL without those of the same commit.</summary>
    public static DateTimeOffset? NewestTime(StoreSession session) =>
        session.Once("newest entry", () => session.QueryFirst<string>("SELECT at FROM journal ORDER BY seq DESC LIMIT 1")) is { } at ? Columns.Time(at) : null;

    /// <summary>The latest instant of the entries after a sequence; null when there are none.</summary>
    public static DateTimeOffset? LatestTimeAfter(StoreSession session, long seq) =>
        session.QueryFirst<string>("SELECT max(at) FROM journal WHERE seq > @seq", new { seq }) is { } at ? Columns.Time(at) : null;

    /// <summary>The latest instant in the journal, or null when it is empty.</summary>
    public static DateTimeOffset? LatestTime(StoreSession session) =>
        session.QueryFirst<string>("SELECT max(at) FROM journal") is { } at ? DateTimeOffset.Parse(at) : null;
}

/// <summary>One entry.</summary>
public sealed record JournalEntry(
    long Seq, DateTimeOffset At, string Kind, string? ClOrdId, string? IntentId, string Stage, int? Pass, string Data)
{
    // Dapper fills this one; SQLite counts in 64 bits.
    private JournalEntry(long seq, string at, string kind, string? cl_ord_id, string? intent_id, string stage, long? pass, string data)
        : this(seq, DateTimeOffset.Parse(at), kind, cl_ord_id, intent_id, stage, (int?)pass, data)
    {
    }
}
