using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Archiving;

/// <summary>
/// What was taken out of the journal, by sequence, for who walks along it: of every record that it was there, and what it said where the checkpoint has it, or the
/// file that was given. A batch is read when the walk comes to it and let go behind it; one that its entry in the journal does not cover counts for nothing.
/// </summary>
/// <param name="files">Paths of archives' files by their names.</param>
internal sealed class ArchivedRecords(IReadOnlyDictionary<string, string>? files = null)
{
    private readonly IReadOnlyDictionary<string, string> files = files ?? new Dictionary<string, string>();
    private readonly Dictionary<long, Opened> open = [];
    private readonly SortedDictionary<string, ArchiveSeen> seen = new(StringComparer.Ordinal);

    /// <summary>What is wrong with batches that were come to so far, by their numbers.</summary>
    public List<(ArchiveBatch Batch, AuditFault Fault)> Faults { get; } = [];

    /// <summary>The files that batches so far are in.</summary>
    public IReadOnlyCollection<ArchiveSeen> Seen => seen.Values;

    /// <summary>What lies after a sequence and up to another, which no later call goes back behind; what is not said is null.</summary>
    public IReadOnlyDictionary<long, ArchivedRecord> Between(StoreSession session, long after, long upTo)
    {
        foreach (var number in open.Where(each => each.Value.Batch.LastSeq <= after).Select(each => each.Key).ToList())
        {
            open.Remove(number);
        }

        foreach (var batch in ArchiveTable.Around(session, after, upTo, open.Keys))
        {
            open[batch.Number] = Open(session, batch);
        }

        var found = new SortedDictionary<long, ArchivedRecord>();
        foreach (var batch in open.Values)
        {
            foreach (var seq in batch.Sequences.Where(seq => after < seq && seq <= upTo))
            {
                found[seq] = new ArchivedRecord(batch.Entries.GetValueOrDefault(seq), batch.Where);
            }
        }

        return found;
    }

    private Opened Open(StoreSession session, ArchiveBatch batch)
    {
        var said = ArchiveRecord.Find(session, batch);
        if (said is null || !said.Covers(batch) || batch.Sequences is not { Count: > 0 } sequences || sequences[0] != batch.FirstSeq || sequences[^1] != batch.LastSeq)
        {
            Faults.Add((batch, new AuditFault(
                AuditFaultKind.CheckpointForged, batch.FirstSeq, $"the checkpoint of batch {batch.Number} of {batch.File} is not what record {batch.Seq} says: it was changed, or made up")));
            return new Opened(batch, [], [], "");
        }

        var entries = FromFile(batch, said) ?? Entries(batch.Entries);
        var isRead = files.ContainsKey(batch.File);
        seen[batch.File] = seen.GetValueOrDefault(batch.File, new ArchiveSeen(batch.File, 0, 0, isRead)).With(sequences.Count);
        return new Opened(batch, sequences, entries, isRead ? batch.File : $"the checkpoint of batch {batch.Number}");
    }

    // Null where no file was given, or where it is not what was written: then the checkpoint is what there is.
    private Dictionary<long, ArchivedEntry>? FromFile(ArchiveBatch batch, ArchiveRecord said)
    {
        if (!files.TryGetValue(batch.File, out var path))
        {
            return null;
        }

        try
        {
            var bytes = ArchiveFile.Read(path, batch.AtByte, batch.Bytes);
            if (ArchiveFile.HashOf(bytes) == said.Hash)
            {
                return Entries(bytes);
            }

            Faults.Add((batch, Changed(batch, $"its bytes {batch.AtByte} to {batch.AtByte + batch.Bytes} are not those that record {batch.Seq} has the hash of")));
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException and not EndOfStreamException))
        {
            throw new StoreUnavailableException($"The archive {path} can't be read: {e.Message}", e);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or InvalidDataException)
        {
            Faults.Add((batch, Changed(batch, e.Message)));
        }

        return null;
    }

    private static AuditFault Changed(ArchiveBatch batch, string how) =>
        new(AuditFaultKind.ArchiveChanged, batch.FirstSeq, $"batch {batch.Number} of {batch.File} was changed or cut off: {how}");

    // Its hash is in the chain, so it is what was packed.
    private static Dictionary<long, ArchivedEntry> Entries(byte[] packed) => PackedRows.Entries(packed).ToDictionary(entry => entry.Seq);

    private sealed record Opened(ArchiveBatch Batch, IReadOnlyList<long> Sequences, Dictionary<long, ArchivedEntry> Entries, string Where);
}

/// <summary>A record that was taken out of the journal.</summary>
/// <param name="Entry">What it said; null where neither the checkpoint nor a file that was given has it.</param>
/// <param name="Where">Where that was read.</param>
internal sealed record ArchivedRecord(ArchivedEntry? Entry, string Where);

/// <summary>A file of an archive, as far as a walk has come to its batches.</summary>
/// <param name="File">Its name.</param>
/// <param name="Batches">Batches.</param>
/// <param name="Records">Entries of the journal in them.</param>
/// <param name="IsRead">Whether the file was given: without it only what the ledger is made of is known here.</param>
public sealed record ArchiveSeen(string File, long Batches, long Records, bool IsRead)
{
    internal ArchiveSeen With(int records) => this with { Batches = Batches + 1, Records = Records + records };
}
