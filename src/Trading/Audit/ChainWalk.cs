namespace Pipeline.Trading.Audit;

/// <summary>A record as the journal has it now.</summary>
/// <param name="Seq">Its sequence.</param>
/// <param name="Rest">Its other fields, in canonical form.</param>
/// <param name="Restore">What it says was lost, when it is the record of a restore.</param>
/// <param name="In">Where it was read, when it is not in the journal any more.</param>
public sealed record AuditRecord(long Seq, byte[] Rest, LostSequences? Restore = null, string? In = null);

/// <summary>A record as it was sealed.</summary>
/// <param name="Seq">Its sequence.</param>
/// <param name="Hash">The chain's hash after it.</param>
public sealed record SealedRecord(long Seq, byte[] Hash);

/// <summary>Sequences that a restore has passed over: they are of a store that was lost.</summary>
/// <param name="After">The newest sequence of the backup.</param>
/// <param name="UpTo">The journal went on after this one.</param>
/// <param name="At">When the restore was begun.</param>
public sealed record LostSequences(long After, long UpTo, DateTimeOffset At)
{
    public bool Contains(long seq) => After < seq && seq <= UpTo;
}

/// <summary>
/// Walks the chain seal by seal and says what does not fit. It goes on after a fault from what was sealed, so that what lies behind the
/// first one is looked at too.
/// </summary>
/// <param name="hasGaps">Whether sequences that were drawn for nothing are missing in the store, as in PostgreSQL: then a gap before the next record is no fault.</param>
public sealed class ChainWalk(bool hasGaps = false)
{
    private readonly List<LostSequences> restores = [];
    private byte[] hash = AuditChain.Beginning;

    /// <summary>What restores have lost, the oldest first: only what a record of the chain says, at the end of the gap that it explains.</summary>
    public IReadOnlyList<LostSequences> Restores => restores;

    /// <summary>Sequences that no record has and no restore explains, where such are no fault.</summary>
    public long PassedOver { get; private set; }

    /// <summary>The last sequence that was looked at.</summary>
    public long Seq { get; private set; }

    /// <summary>The chain's hash there, as sealed.</summary>
    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>Looks at the next seal.</summary>
    /// <param name="entries">What was sealed, in its order; never empty.</param>
    /// <param name="records">What the journal, or what was archived of it, has after the seal before and up to this one's last sequence.</param>
    /// <param name="archived">Whether a record was archived: that it is not there is no fault, and what it was sealed as stands for it.</param>
    public IReadOnlyList<AuditFault> Look(IReadOnlyList<SealedRecord> entries, IReadOnlyList<AuditRecord> records, Func<long, bool>? archived = null)
    {
        var faults = new List<AuditFault>();
        var found = records.ToDictionary(record => record.Seq);
        var listed = entries.Select(entry => entry.Seq).ToHashSet();
        faults.AddRange(records.Where(record => !listed.Contains(record.Seq)).Select(record =>
            new AuditFault(AuditFaultKind.Inserted, record.Seq, $"record {record.Seq} was inserted: it was not there when those around it were sealed")));
        var odd = new List<OddRecord>();
        foreach (var entry in entries)
        {
            var record = found.GetValueOrDefault(entry.Seq);
            faults.AddRange(Gap(entry.Seq, record?.Restore));
            if (record is not null || archived?.Invoke(entry.Seq) != true)
            {
                Look(entry, record, odd, faults);
            }

            (Seq, hash) = (entry.Seq, entry.Hash);
        }

        faults.AddRange(odd.Select(one => Explain(one, odd)));
        return [.. faults.OrderBy(fault => fault.Seq)];
    }

    private void Look(SealedRecord entry, AuditRecord? record, List<OddRecord> odd, List<AuditFault> faults)
    {
        if (record is null)
        {
            faults.Add(new AuditFault(AuditFaultKind.Removed, entry.Seq, $"record {entry.Seq} was removed: it was sealed and is not in the journal"));
            return;
        }

        var computed = AuditChain.Next(hash, entry.Seq, record.Rest);
        if (computed.AsSpan().SequenceEqual(entry.Hash))
        {
            return;
        }

        // When the records fit the chain and only the hash between them does not, it is the seal that was changed.
        if (odd is [.., var last] && last.Entry.Seq == Seq && AuditChain.Next(last.Computed, entry.Seq, record.Rest).AsSpan().SequenceEqual(entry.Hash))
        {
            odd.RemoveAt(odd.Count - 1);
            faults.Add(new AuditFault(AuditFaultKind.SealBroken, Seq, $"the sealed hash of record {Seq} was changed: the record fits the chain after it"));
            return;
        }

        odd.Add(new OddRecord(entry, record, hash, computed));
    }

    // A table says what it likes; the record that a restore begins with is covered by the chain. Was it changed, then that is a fault of its own.
    private IEnumerable<AuditFault> Gap(long next, LostSequences? restore)
    {
        if (next <= Seq)
        {
            yield return new AuditFault(AuditFaultKind.SealBroken, next, $"record {next} was sealed after record {Seq}: the seals were reordered or changed");
        }
        else if (next != Seq + 1 && restore?.UpTo + 1 == next && (restore!.After == Seq || (hasGaps && restore.After > Seq)))
        {
            restores.Add(restore);
            PassedOver += restore.After - Seq;
        }
        else if (next != Seq + 1 && hasGaps)
        {
            PassedOver += next - Seq - 1;
        }
        else if (next != Seq + 1)
        {
            yield return new AuditFault(
                AuditFaultKind.NeverSealed, Seq + 1,
                $"records {Seq + 1} to {next - 1} were removed before they were sealed: sequences have no gaps but those of a restore, and record {next} is none's");
        }
    }

    private static AuditFault Explain(OddRecord one, List<OddRecord> odd)
    {
        // The same content under another sequence of this seal.
        var other = odd.FirstOrDefault(other => other != one && AuditChain.Next(other.Before, other.Entry.Seq, one.Record.Rest).AsSpan().SequenceEqual(other.Entry.Hash));
        return other is null
            ? new AuditFault(AuditFaultKind.Changed, one.Entry.Seq, $"record {one.Entry.Seq}{(one.Record.In is { } place ? $", in {place}," : "")} was changed: it is not what was sealed")
            : new AuditFault(AuditFaultKind.Reordered, one.Entry.Seq, $"record {one.Entry.Seq} was reordered: what stands there was sealed as record {other.Entry.Seq}");
    }

    private sealed record OddRecord(SealedRecord Entry, AuditRecord Record, byte[] Before, byte[] Computed);
}
