using System.Buffers.Binary;
using Pipeline.Store.Archiving;

namespace Pipeline.Store.Tables;

/// <summary>The batches of orders' stories that were moved into files.</summary>
public static class ArchiveTable
{
    private const string Selection = "SELECT batch AS number, seq, first_seq, last_seq, file, at_byte, bytes, records, entries FROM archive_batches";

    /// <summary>The batches that may have records after a sequence and up to another.</summary>
    internal static IReadOnlyList<ArchiveBatch> Around(StoreSession session, long after, long upTo, IReadOnlyCollection<long> known) =>
    [
        .. session.Query<long>("SELECT batch FROM archive_batches WHERE first_seq <= @upTo AND last_seq > @after ORDER BY batch", new { after, upTo })
            .Where(number => !known.Contains(number)).Select(number => session.QueryFirst<ArchiveBatch>($"{Selection} WHERE batch = @number", new { number })!),
    ];

    /// <summary>The least sequence after one that a batch may have; null when none has any.</summary>
    internal static long? NextSeq(StoreSession session, long after) =>
        session.Scalar<long?>("SELECT min(CASE WHEN first_seq > @after THEN first_seq ELSE @after + 1 END) FROM archive_batches WHERE last_seq > @after", new { after });

    /// <summary>Whether a file of this name has batches.</summary>
    internal static bool HasFile(StoreSession session, string file) =>
        session.Scalar<bool>("SELECT EXISTS (SELECT 1 FROM archive_batches WHERE file = @file)", new { file });

    /// <summary>The files that have batches.</summary>
    public static IReadOnlyList<string> Files(StoreSession session) => session.Query<string>("SELECT DISTINCT file FROM archive_batches ORDER BY file");

    /// <summary>The number of the next batch.</summary>
    internal static long NextNumber(StoreSession session) => session.Scalar<long>("SELECT coalesce(max(batch), 0) + 1 FROM archive_batches");

    internal static void Insert(StoreSession session, ArchiveBatch batch) => session.Execute(
        """
        INSERT INTO archive_batches (batch, seq, first_seq, last_seq, file, at_byte, bytes, records, entries)
        VALUES (@Number, @Seq, @FirstSeq, @LastSeq, @File, @AtByte, @Bytes, @Records, @Entries)
        """,
        batch);

    /// <summary>Takes records out of the journal, which refuses it to everybody else, with what else stays behind of the orders' stories.</summary>
    /// <returns>How many records were there.</returns>
    internal static int TakeOut(StoreSession session, IReadOnlyList<long> records, IReadOnlyList<string> clOrdIds, long number)
    {
        session.Execute("INSERT INTO archiving (seq) SELECT CAST(CAST(value AS TEXT) AS BIGINT) FROM json_each(@records)", new { records = Columns.Json(records) });
        var taken = session.Execute("DELETE FROM journal WHERE seq IN (SELECT seq FROM archiving)");
        session.Execute("DELETE FROM archiving");
        session.Execute("DELETE FROM follow_ups WHERE cl_ord_id IN @clOrdIds", new { clOrdIds });
        session.Execute("DELETE FROM steps WHERE cl_ord_id IN @clOrdIds", new { clOrdIds });
        session.Execute("UPDATE orders SET archived_in = @number WHERE cl_ord_id IN @clOrdIds", new { number, clOrdIds });
        return taken;
    }
}

/// <summary>Some orders' stories in a file, and what of them stays in the store.</summary>
public sealed class ArchiveBatch
{
    /// <summary>Its number, from 1.</summary>
    public long Number { get; set; }

    /// <summary>Journal sequence of its entry, which has its hashes.</summary>
    public long Seq { get; set; }

    public long FirstSeq { get; set; }

    public long LastSeq { get; set; }

    /// <summary>The file's name, without its folder.</summary>
    public string File { get; set; } = "";

    /// <summary>Where it begins in the file.</summary>
    public long AtByte { get; set; }

    /// <summary>How long it is there.</summary>
    public long Bytes { get; set; }

    /// <summary>The packed sequences of its records.</summary>
    public byte[] Records { get; set; } = [];

    /// <summary>The packed entries that the ledger is made of.</summary>
    public byte[] Entries { get; set; } = [];

    /// <summary>The sequences of its records; null when they can't be what was written.</summary>
    public IReadOnlyList<long>? Sequences => Records.Length % sizeof(long) == 0 ? [.. Records.Chunk(sizeof(long)).Select(each => BinaryPrimitives.ReadInt64BigEndian(each))] : null;

    public static byte[] Pack(IReadOnlyList<long> sequences)
    {
        var packed = new byte[sequences.Count * sizeof(long)];
        for (var i = 0; i < sequences.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(packed.AsSpan(i * sizeof(long)), sequences[i]);
        }

        return packed;
    }
}
