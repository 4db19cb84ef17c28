using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>A seal as it is stored: the records after the seal before it, each with the chain's hash after it.</summary>
public sealed class Seal
{
    private const int EntrySize = sizeof(long) + AuditChain.HashSize;

    /// <summary>Its number, from 1.</summary>
    public long Number { get; set; }

    /// <summary>Journal sequence of its last record.</summary>
    public long LastSeq { get; set; }

    /// <summary>How many records are sealed up to here.</summary>
    public long Records { get; set; }

    /// <summary>When, by the machine's clock, as it is stored: the hash covers it so.</summary>
    public string SealedAt { get; set; } = "";

    /// <summary>The packed entries.</summary>
    public byte[] Entries { get; set; } = [];

    /// <summary>The hash over this seal and all before it; null in one from before seals had one.</summary>
    public byte[]? Hash { get; set; }

    /// <summary>The chain's hash after its last record.</summary>
    public byte[] Head => Entries[^AuditChain.HashSize..];

    /// <summary>When, as a time; null when it can't be read.</summary>
    public DateTimeOffset? Time => DateTimeOffset.TryParse(SealedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The hash that this seal must have after the one before it, if there is one.</summary>
    public byte[] HashAfter(Seal? before) => AuditChain.Seal(before?.Hash ?? AuditChain.Beginning, Number, LastSeq, Records, SealedAt, Entries.AsSpan()[^AuditChain.HashSize..]);

    /// <summary>Whether it has that hash. Only a seal from before seals had one has none, and none comes after one that has.</summary>
    public bool IsHashedAfter(Seal? before) => Hash is null ? before?.Hash is null : HashAfter(before).AsSpan().SequenceEqual(Hash);

    /// <summary>The entries of a seal; null when they can't be what a sealer wrote.</summary>
    public IReadOnlyList<SealedRecord>? Unpack()
    {
        if (Entries.Length == 0 || Entries.Length % EntrySize != 0)
        {
            return null;
        }

        var entries = Entries.Chunk(EntrySize)
            .Select(entry => new SealedRecord(BinaryPrimitives.ReadInt64BigEndian(entry), entry[sizeof(long)..])).ToList();
        return entries[^1].Seq == LastSeq ? entries : null;
    }

    public static byte[] Pack(IReadOnlyList<SealedRecord> records)
    {
        var packed = new byte[records.Count * EntrySize];
        for (var i = 0; i < records.Count; i++)
        {
            var entry = packed.AsSpan(i * EntrySize, EntrySize);
            BinaryPrimitives.WriteInt64BigEndian(entry, records[i].Seq);
            records[i].Hash.CopyTo(entry[sizeof(long)..]);
        }

        return packed;
    }
}
