namespace Pipeline.Store.Archiving;

/// <summary>What a person wants archived.</summary>
/// <param name="By">Who, for the journal.</param>
/// <param name="Why">Why, for the journal.</param>
/// <param name="OlderThan">Orders that were received, and heard of last, longer ago than this; <see cref="Shortest"/> to <see cref="Longest"/>, usually <see cref="Usual"/>.</param>
/// <param name="Path">The file, which must not be there yet.</param>
public sealed record ArchiveOrder(string By, string Why, TimeSpan OlderThan, string Path)
{
    /// <summary>
    /// Shorter is no age: what a venue or a broker says late about an order comes within days, and who reads it then wants the order's story beside it.
    /// </summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(7);

    /// <summary>Older is nothing that a store has.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>What is old unless somebody says otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(90);
}

/// <summary>How far a run has come.</summary>
/// <param name="Looked">Old orders that were looked at.</param>
/// <param name="Orders">Orders whose stories were moved.</param>
/// <param name="Records">Entries of the journal among them.</param>
/// <param name="Batches">Transactions that it took.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="UsualHold">What half of the transactions had the store's writer to themselves for, at most.</param>
/// <param name="LongHold">What 99 of 100 had.</param>
/// <param name="LongestHold">Longest that one of the transactions had the store's writer to itself.</param>
/// <param name="Kept">Old orders that stay, by what keeps them.</param>
public sealed record ArchiveProgress(
    long Looked, long Orders, long Records, long Batches, long Bytes, TimeSpan UsualHold, TimeSpan LongHold, TimeSpan LongestHold, IReadOnlyDictionary<string, long> Kept);
