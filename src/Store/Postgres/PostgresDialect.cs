namespace Pipeline.Store.Postgres;

/// <summary>How PostgreSQL is asked.</summary>
internal sealed class PostgresDialect : Dialect
{
    public static readonly PostgresDialect Only = new();

    public override bool HasGaps => true;

    public override string BytesOf(string text) => $"convert_to({text}, 'UTF8')";

    public override long LatestSeq(StoreSession session) => session.Scalar<long>("SELECT coalesce(pg_sequence_last_value('journal_seq_seq'), 0)");

    public override void GoOnAfter(StoreSession session, long seq) => session.Execute("SELECT setval('journal_seq_seq', @seq)", new { seq });

    public override long JournalEnd(StoreSession session) => session.Scalar<long>("SELECT journal_end()");

    public override long UsedBytes(StoreSession session) => session.Scalar<long>("SELECT pg_database_size(current_database())");

    public override long Insert(StoreSession session, string insert, string key, object parameters) => session.Scalar<long>($"{insert} RETURNING {key}", parameters);

    // All of them in one statement. Said as IS NULL, the server would look among what is unsent, most of which has been sent since its vacuum.
    public override void MarkSent(StoreSession session, IReadOnlyList<(string ClOrdId, Guid MessageId)> followUps, DateTimeOffset now) => session.Write(
        """
        UPDATE follow_ups SET sent_at = @now
        FROM unnest(string_to_array(@orders, ' '), string_to_array(@messages, ' ')) AS sent (cl_ord_id, message_id)
        WHERE follow_ups.cl_ord_id = sent.cl_ord_id AND follow_ups.message_id = sent.message_id AND coalesce(sent_at, '') = ''
        """,
        new { now, orders = string.Join(' ', followUps.Select(followUp => followUp.ClOrdId)), messages = string.Join(' ', followUps.Select(followUp => followUp.MessageId.ToString("D"))) });

    // Hosts' clocks differ; whose lease it is must not depend on by how much.
    public override DateTimeOffset Now(StoreSession session) => Columns.Time(session.Scalar<string>(
        """SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US0"Z"')""")!);
}
