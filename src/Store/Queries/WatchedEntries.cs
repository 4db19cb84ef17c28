using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Queries;

/// <summary>The entries of the journal that are counted, or that somebody is told of.</summary>
public static class WatchedEntries
{
    private static readonly string Kinds = string.Join(
        ", ",
        new[]
        {
            JournalKinds.AlertRaised, nameof(OrderDenied), nameof(OrderHeld), nameof(OrderRejected), nameof(OrderSubmitting), nameof(SubmissionUnresolved), JournalKinds.DeadLetterReplayed, JournalKinds.OrdersArchived,
        }.Select(kind => $"'{kind}'"));

    /// <summary>The entries after a sequence, and the last one of all that were looked at.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="after">The sequence.</param>
    /// <param name="end">Up to where the journal can be followed, asked before the snapshot.</param>
    /// <param name="most">Most entries that are looked at.</param>
    public static (IReadOnlyList<JournalEntry> Entries, long UpTo) After(StoreSession session, long after, long end, int most)
    {
        var upTo = session.Scalar<long>(
            "SELECT coalesce(max(seq), @after) FROM (SELECT seq FROM journal WHERE seq > @after AND seq <= @end ORDER BY seq LIMIT @most) AS page", new { after, end, most });
        return upTo == after
            ? ([], after)
            : (session.Query<JournalEntry>(
                $"""
                 SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal
                 WHERE seq > @after AND seq <= @upTo AND (kind IN ({Kinds}) OR (kind = 'ExecutionReport' AND data ->> '$.report.exec_type' = 'rejected')) ORDER BY seq
                 """,
                new { after, upTo }), upTo);
    }
}
