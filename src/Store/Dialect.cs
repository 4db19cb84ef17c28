using System.Data.Common;
using Pipeline.Store.Postgres;

namespace Pipeline.Store;

/// <summary>
/// Where SQLite and PostgreSQL must be asked differently. What both understand is written so that both do; PostgreSQL's schema has
/// functions of its own for some of what SQLite brings along.
/// </summary>
internal abstract class Dialect
{
    public static Dialect Of(DbConnection connection) => connection is PostgresConnection ? PostgresDialect.Only : SqliteDialect.Only;

    /// <summary>Whether a sequence that was drawn in a step that failed is missing for good.</summary>
    public abstract bool HasGaps { get; }

    /// <summary>The bytes of a text, as they are stored.</summary>
    public abstract string BytesOf(string text);

    /// <summary>The newest sequence of the journal that was drawn, or passed over; 0 before the first.</summary>
    public abstract long LatestSeq(StoreSession session);

    /// <summary>Has the next entry of the journal come after a sequence that is further on than the newest.</summary>
    public abstract void GoOnAfter(StoreSession session, long seq);

    /// <summary>Up to where nothing can come any more between the journal's entries.</summary>
    public abstract long JournalEnd(StoreSession session);

    /// <summary>The time that all processes of the store agree on.</summary>
    public abstract DateTimeOffset Now(StoreSession session);

    /// <summary>How many bytes the store's data take; what was freed in a file of SQLite's and is used again is not counted.</summary>
    public abstract long UsedBytes(StoreSession session);

    /// <summary>Adds one row and returns the key that the store has numbered it by.</summary>
    /// <param name="session">The step.</param>
    /// <param name="insert">The statement, which ends with its values.</param>
    /// <param name="key">The key's column.</param>
    /// <param name="parameters">Its parameters.</param>
    public abstract long Insert(StoreSession session, string insert, string key, object parameters);

    /// <summary>Notes that follow-ups were sent, each by its ClOrdId and the message's id.</summary>
    public abstract void MarkSent(StoreSession session, IReadOnlyList<(string ClOrdId, Guid MessageId)> followUps, DateTimeOffset now);

    private sealed class SqliteDialect : Dialect
    {
        public static readonly SqliteDialect Only = new();

        // The rollback gives it back.
        public override bool HasGaps => false;

        public override string BytesOf(string text) => $"CAST({text} AS BLOB)";

        public override long LatestSeq(StoreSession session) => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'journal'");

        public override void GoOnAfter(StoreSession session, long seq)
        {
            if (session.Execute("UPDATE sqlite_sequence SET seq = @seq WHERE name = 'journal'", new { seq }) == 0)
            {
                session.Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('journal', @seq)", new { seq });
            }
        }

        // Who writes does so alone, from before it draws a sequence until its commit.
        public override long JournalEnd(StoreSession session) => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM journal");

        public override long UsedBytes(StoreSession session) => session.Scalar<long>(
            "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()");

        // For RETURNING it makes a table of its own each time, which cost as much as the row; and to ask in words takes as long as a read.
        public override long Insert(StoreSession session, string insert, string key, object parameters)
        {
            session.Execute(insert, parameters);
            return session.NewestRow;
        }

        // A statement that is prepared costs next to nothing there.
        public override void MarkSent(StoreSession session, IReadOnlyList<(string ClOrdId, Guid MessageId)> followUps, DateTimeOffset now)
        {
            foreach (var (clOrdId, messageId) in followUps)
            {
                session.Write(
                    "UPDATE follow_ups SET sent_at = @now WHERE cl_ord_id = @clOrdId AND message_id = @messageId AND sent_at IS NULL", new { clOrdId, messageId, now });
            }
        }

        // Its processes are on one machine.
        public override DateTimeOffset Now(StoreSession session) => TimeProvider.System.GetUtcNow();
    }
}
