using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>
/// Seals what was committed to the journal since the last seal. Reading and hashing happen on a snapshot, outside the writer's turn;
/// the turn itself writes one row. No record can come later with an earlier sequence: the end of the journal is asked first, and who writes to
/// SQLite does so alone, from before it draws a sequence until its commit. A sequence that was drawn for nothing is missing in PostgreSQL for good.
/// </summary>
public static class Sealing
{
    /// <summary>Most records of one seal: what one turn of the writer has to take is 40 bytes of each.</summary>
    public const int LargestSeal = 1000;

    /// <summary>Seals up to <see cref="LargestSeal"/> records.</summary>
    /// <returns>How many were sealed; none when there is nothing new, or another sealer was first.</returns>
    public static async Task<int> SealAsync(IStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var end = store.Read(JournalTable.End);
        var (before, seal) = store.Read(session => Prepare(session, end, clock.GetUtcNow()));
        if (seal is null)
        {
            return 0;
        }

        return await store.WriteAsync(Turn.Of("audit"), session => AuditSealTable.TryAppend(session, before, seal), cancellationToken).ConfigureAwait(false)
            ? seal.Entries.Length / (sizeof(long) + AuditChain.HashSize)
            : 0;
    }

    /// <summary>What the next seal would be, from what is committed.</summary>
    internal static (long Before, Seal? Seal) Prepare(StoreSession session, long end, DateTimeOffset now)
    {
        var last = AuditSealTable.Newest(session);
        var records = JournalRecords.Between(session, last?.LastSeq ?? 0, end, LargestSeal);
        if (records.Count == 0)
        {
            return (last?.Number ?? 0, null);
        }

        var hash = last is null ? AuditChain.Beginning : last.Entries[^AuditChain.HashSize..];
        var entries = new List<SealedRecord>(records.Count);
        foreach (var record in records)
        {
            hash = AuditChain.Next(hash, record.Seq, record.Rest);
            entries.Add(new SealedRecord(record.Seq, hash));
        }

        var seal = new Seal
        {
            Number = (last?.Number ?? 0) + 1,
            LastSeq = entries[^1].Seq,
            Records = (last?.Records ?? 0) + entries.Count,
            SealedAt = Columns.Time(now),
            Entries = Seal.Pack(entries),
        };
        seal.Hash = seal.HashAfter(last);
        return (seal.Number - 1, seal);
    }
}
