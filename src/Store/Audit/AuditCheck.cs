using Pipeline.Store.Archiving;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>
/// Walks the chain from its beginning, a seal at a time, each in a read of its own: seals and records are never changed, so nothing
/// need be held still, and the pipeline may run meanwhile.
/// </summary>
/// <param name="read">Reads the store.</param>
/// <param name="archives">Paths of archives' files by their names, where what is in them is to be looked at too.</param>
public sealed class AuditCheck(Func<Func<StoreSession, bool>, bool> read, IReadOnlyDictionary<string, string>? archives = null)
{
    private readonly ArchivedRecords archived = new(archives);
    private readonly List<AuditFault> faults = [];
    private ChainWalk walk = new();
    private Seal? last;
    private long records;
    private bool isOver;

    /// <summary>The hash after the first record, in hex: which store it is. Empty before the first.</summary>
    public string Store { get; private set; } = "";

    /// <summary>How many sealed records were looked at.</summary>
    public long Records => records;

    /// <summary>How many seals were looked at.</summary>
    public long Seals { get; private set; }

    /// <summary>The last record that was looked at, and the chain there.</summary>
    public long Seq => walk.Seq;

    public string Hash => Convert.ToHexStringLower(walk.Hash);

    /// <summary>When the last seal was made.</summary>
    public DateTimeOffset? SealedAt => last?.Time;

    /// <summary>What restores have lost, as far as the chain says so.</summary>
    public IReadOnlyList<LostSequences> Restores => walk.Restores;

    /// <summary>Sequences that were drawn for nothing, or whose records were removed before they were sealed: which of both, a store on PostgreSQL can't tell.</summary>
    public long PassedOver => walk.PassedOver;

    /// <summary>The files of archives that records so far are in.</summary>
    public IReadOnlyCollection<ArchiveSeen> Archives => archived.Seen;

    /// <summary>Records so far of which only what they were sealed as is known here: they are in files that were not given.</summary>
    public long Unread { get; private set; }

    /// <summary>What was wrong so far, by where it lies.</summary>
    public IReadOnlyList<AuditFault> Faults => faults;

    /// <summary>Looks at the next seal, and tells each sealed record with its hash. False when there is none left.</summary>
    public bool LookAtNext(Action<SealedRecord, Seal>? tell = null)
    {
        // A store that is lost meanwhile reads once more, or is asked another time: so what was read is taken in afterwards.
        ToLookAt? next = null;
        _ = read(session =>
        {
            next = Next(session);
            return true;
        });
        if (last is null)
        {
            walk = new ChainWalk(next!.HasGaps);
        }

        if (next!.Seal is not { } seal)
        {
            LookAtRestores(next);
            return false;
        }

        Look(next, seal, tell);
        return true;
    }

    // Nothing stands before the first record, so whatever does was put there.
    private ToLookAt Next(StoreSession session)
    {
        var hasGaps = session.Dialect.HasGaps;
        if (AuditSealTable.After(session, last?.Number ?? 0) is not { } seal)
        {
            return new ToLookAt(hasGaps) { Restores = JournalRecords.RestoresAfter(session, walk.Seq), Rows = RestorationTable.LostSequences(session) };
        }

        var after = last is null ? long.MinValue : walk.Seq;
        var upTo = Math.Max(after, seal.LastSeq);
        return seal.Unpack() is not { } entries
            ? new ToLookAt(hasGaps) { Seal = seal }
            : new ToLookAt(hasGaps) { Seal = seal, Entries = entries, Records = JournalRecords.Between(session, after, upTo, int.MaxValue), Archived = archived.Between(session, after, upTo) };
    }

    private void Look(ToLookAt found, Seal seal, Action<SealedRecord, Seal>? tell)
    {
        var (before, next) = (last, (last?.Number ?? 0) + 1);
        if (seal.Number != next)
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, walk.Seq + 1, $"seals {next} to {seal.Number - 1} were removed: they began after record {walk.Seq}"));
        }

        last = seal;
        Seals++;
        if (found.Entries is not { } entries)
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, walk.Seq + 1, $"seal {seal.Number} can't be what a sealer wrote"));
            return;
        }

        LookAtRecords(found, entries);
        records += entries.Count;
        if (seal.Records != records)
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, seal.LastSeq, $"seal {seal.Number} counts {seal.Records} records up to {seal.LastSeq}, and there are {records}"));
            records = seal.Records;
        }
        else if (seal.Number == next && !seal.IsHashedAfter(before))
        {
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, seal.LastSeq, $"seal {seal.Number} was changed: its hash is not over {seal.SealedAt} as its time and what else it says"));
        }

        Store = Store.Length > 0 ? Store : Convert.ToHexStringLower(entries[0].Hash);
        foreach (var entry in entries)
        {
            tell?.Invoke(entry, seal);
        }
    }

    private void LookAtRecords(ToLookAt found, IReadOnlyList<SealedRecord> entries)
    {
        var there = found.Records.Select(record => record.Seq).ToHashSet();
        var gone = found.Archived.Where(each => !there.Contains(each.Key)).ToDictionary();

        // What is wrong with a checkpoint is why its records are missed.
        faults.AddRange(archived.Faults.Select(each => each.Fault));
        archived.Faults.Clear();
        faults.AddRange(walk.Look(
            entries, [.. found.Records, .. gone.Where(each => each.Value.Entry is not null).Select(each => new AuditRecord(each.Key, each.Value.Entry!.Rest, null, each.Value.Where))], gone.ContainsKey));
        Unread += gone.Count(each => each.Value.Entry is null);
    }

    // A row that no record of the journal speaks of was put there: it would pass what somebody took away for lost.
    private void LookAtRestores(ToLookAt found)
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        var recorded = walk.Restores.Concat(found.Restores).Select(restore => (restore.After, restore.UpTo)).ToHashSet();
        faults.AddRange(found.Rows.Where(row => !recorded.Contains((row.After, row.UpTo))).Select(row => new AuditFault(
            AuditFaultKind.RestoreForged, row.After + 1, $"a restore that would have lost records {row.After + 1} to {row.UpTo} stands in the table restorations, and no record of the chain says so")));
    }

    /// <summary>What one look reads.</summary>
    private sealed record ToLookAt(bool HasGaps)
    {
        // Null behind the last one.
        public Seal? Seal { get; init; }

        // Null where the seal can't be what a sealer wrote.
        public IReadOnlyList<SealedRecord>? Entries { get; init; }

        public IReadOnlyList<AuditRecord> Records { get; init; } = [];

        public IReadOnlyDictionary<long, ArchivedRecord> Archived { get; init; } = new Dictionary<long, ArchivedRecord>();

        public IReadOnlyList<LostSequences> Restores { get; init; } = [];

        public IReadOnlyList<LostSequences> Rows { get; init; } = [];
    }
}
