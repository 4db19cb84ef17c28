using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>
/// Walks the chain from its beginning, a seal at a time, each in a read of its own: seals and records are never changed, so nothing
/// need be held still, and the pipeline may run meanwhile.
/// </summary>
/// <param name="read">Reads the store.</param>
public sealed class AuditCheck(Func<Func<StoreSession, bool>, bool> read)
{
    private readonly List<AuditFault> faults = [];
    private readonly ChainWalk walk = new();
    private long number;
    private long records;

    /// <summary>The hash after the first record, in hex: which store it is. Empty before the first.</summary>
    public string Store { get; private set; } = "";

    /// <summary>How many sealed records were looked at.</summary>
    public long Records => records;

    /// <summary>How many seals were looked at.</summary>
    public long Seals { get; private set; }

    /// <summary>The last record that was looked at, and the chain there.</summary>
    public long Seq => walk.Seq;

    public string Hash => Convert.ToHexStringLower(walk.Hash);

    public DateTimeOffset? SealedAt { get; private set; }

    /// <summary>What was wrong so far, by where it lies.</summary>
    public IReadOnlyList<AuditFault> Faults => faults;

    /// <summary>Looks at the next seal, and tells each sealed record with its hash. False when there is none left.</summary>
    public bool LookAtNext(Action<SealedRecord>? tell = null) => read(session =>
    {
        if (AuditSealTable.After(session, number) is not { } seal)
        {
            return false;
        }

        Look(session, seal, tell);
        return true;
    });

    private void Look(StoreSession session, Seal seal, Action<SealedRecord>? tell)
    {
        if (seal.Number != number + 1)
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, walk.Seq + 1, $"seals {number + 1} to {seal.Number - 1} were removed: they began after record {walk.Seq}"));
        }

        (number, SealedAt) = (seal.Number, seal.SealedAt);
        Seals++;
        if (seal.Unpack() is not { } entries)
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, walk.Seq + 1, $"seal {seal.Number} can't be what a sealer wrote"));
            return;
        }

        // Nothing stands before the first record, so whatever does was put there.
        var after = Seals == 1 ? long.MinValue : walk.Seq;
        faults.AddRange(walk.Look(entries, JournalRecords.Between(session, after, Math.Max(after, seal.LastSeq), int.MaxValue), RestorationTable.LostSequences(session)));
        records += entries.Count;
        if (seal.Records != records)
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, seal.LastSeq, $"seal {seal.Number} counts {seal.Records} records up to {seal.LastSeq}, and there are {records}"));
            records = seal.Records;
        }

        Store = Store.Length > 0 ? Store : Convert.ToHexStringLower(entries[0].Hash);
        foreach (var entry in entries)
        {
            tell?.Invoke(entry);
        }
    }
}
