using Pipeline.Store.Archiving;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Ledger;

/// <summary>The entries that the ledger is made of: those in the journal, and those that were archived, of which the checkpoints have them.</summary>
internal static class LedgerEntries
{
    /// <summary>Which they are, as a condition on the columns of the journal.</summary>
    public const string Condition =
        $"""
         kind IN ('ExecutionReport', 'ExternalReport', 'LedgerAdjusted', 'FeeReported', {JournalOrders.Kinds}, {JournalCancels.Kinds}, {JournalPolicies.Kinds}, {JournalCash.Kinds})
         AND (kind <> 'AlertRaised' OR json_extract(data, '$.code') IN ({JournalCancels.Alerts}))
         """;

    private const int Window = 10_000;

    /// <summary>All of them, in the order of the journal.</summary>
    public static IEnumerable<JournalLine> All(StoreSession session, ArchivedRecords archived)
    {
        var after = 0L;
        while (Next(session, after) is { } next)
        {
            // A restore passes a thousand million sequences over.
            (after, var upTo) = (next - 1, next - 1 + Window);
            var there = session.Query<JournalLine>(
                $"SELECT seq, at, kind, cl_ord_id, pass, data FROM journal WHERE seq > @after AND seq <= @upTo AND {Condition} ORDER BY seq", new { after, upTo });
            var gone = archived.Between(session, after, upTo).Values.Select(record => record.Entry).OfType<ArchivedEntry>().Select(Line);
            foreach (var entry in there.Concat(gone).DistinctBy(entry => entry.Seq).OrderBy(entry => entry.Seq))
            {
                yield return entry;
            }

            after = upTo;
        }
    }

    private static long? Next(StoreSession session, long after)
    {
        var there = session.Scalar<long?>("SELECT min(seq) FROM journal WHERE seq > @after", new { after });
        return ArchiveTable.NextSeq(session, after) is { } gone && (there is null || gone < there) ? gone : there;
    }

    private static JournalLine Line(ArchivedEntry entry) => new()
    {
        Seq = entry.Seq, At = entry.At, Kind = entry.Kind, ClOrdId = entry.ClOrdId, Pass = (int?)entry.Pass, Data = entry.Data,
    };
}
