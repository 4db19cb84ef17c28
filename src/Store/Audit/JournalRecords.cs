using System.Collections.Concurrent;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>
/// Reads the journal's records in the canonical form that is hashed. The store makes it from the bytes that are stored, so that no
/// reading and writing of text on the way can hide a change.
/// </summary>
public static class JournalRecords
{
    private static readonly string[] Hashed = ["at", "kind", "cl_ord_id", "intent_id", "stage", "CAST(pass AS TEXT)", "data"];

    private static readonly ConcurrentDictionary<Dialect, string> Rests = new();

    private static readonly string IfRestore = $"CASE WHEN kind = '{JournalKinds.AlertRaised}' AND instr(data, '{Alert.StoreRestored.Code}') > 0 THEN data END";

    /// <summary>The records after a sequence and up to another, by sequence.</summary>
    public static IReadOnlyList<AuditRecord> Between(StoreSession session, long after, long upTo, int most) =>
    [
        .. session.Query<Row>(
            $"SELECT seq, {RestOf(session.Dialect)} AS rest, at, {IfRestore} AS restore FROM journal WHERE seq > @after AND seq <= @upTo ORDER BY seq LIMIT @most",
            new { after, upTo, most }).Select(row => new AuditRecord(row.Seq, row.Rest, row.Restore is null ? null : RestoreRecord.Read(row.At, row.Restore))),
    ];

    /// <summary>What the records after a sequence say that restores have lost.</summary>
    public static IReadOnlyList<LostSequences> RestoresAfter(StoreSession session, long seq) =>
    [
        .. session.Query<Row>($"SELECT at, {IfRestore} AS restore FROM journal WHERE seq > @seq AND {IfRestore} IS NOT NULL ORDER BY seq", new { seq })
            .Select(row => RestoreRecord.Read(row.At, row.Restore!)).OfType<LostSequences>(),
    ];

    /// <summary>How many records lie after a sequence.</summary>
    public static long CountAfter(StoreSession session, long seq) => session.Scalar<long>("SELECT count(*) FROM journal WHERE seq > @seq", new { seq });

    /// <summary>The sequence of the newest record; 0 when there is none.</summary>
    public static long Newest(StoreSession session) => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM journal");

    private static string RestOf(Dialect of) => Rests.GetOrAdd(of, static dialect => dialect.BytesOf(string.Join(
        " || ", Hashed.Select(column =>
            $"CASE WHEN {column} IS NULL THEN '-,' ELSE octet_length({column}) || ':' || {column} || ',' END"))));

    // By its properties: what is computed has no type where there is no row.
    private sealed class Row
    {
        public long Seq { get; set; }

        public byte[] Rest { get; set; } = [];

        public string? At { get; set; }

        public string? Restore { get; set; }
    }
}
