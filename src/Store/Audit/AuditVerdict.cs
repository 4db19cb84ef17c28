using Pipeline.Store.Archiving;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Audit;

/// <summary>What a verification of the audit chain found.</summary>
public sealed record AuditVerdict
{
    /// <summary>Which store: the hash after its first record, in hex; empty when nothing is sealed.</summary>
    public required string Store { get; init; }

    /// <summary>Sealed records that were looked at.</summary>
    public required long Records { get; init; }

    public required long Seals { get; init; }

    /// <summary>The last sealed record.</summary>
    public required long Seq { get; init; }

    /// <summary>The chain's hash there, in hex.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset? SealedAt { get; init; }

    /// <summary>Records that are committed and not sealed: those of the last second while the pipeline runs.</summary>
    public required long Unsealed { get; init; }

    /// <summary>Sequences without a record, which are no fault in PostgreSQL: they were drawn in steps that failed.</summary>
    public required long PassedOver { get; init; }

    /// <summary>The files that records were archived in.</summary>
    public required IReadOnlyCollection<ArchiveSeen> Archives { get; init; }

    /// <summary>Archived records whose files were not given: of them is proven that something was sealed in their places, and not what.</summary>
    public required long Unread { get; init; }

    /// <summary>The times this store came from a backup, and the sequences of the store that was lost each time.</summary>
    public required IReadOnlyList<LostSequences> Restores { get; init; }

    /// <summary>What the exported heads say; null when none were given.</summary>
    public HeadVerdict? Heads { get; init; }

    /// <summary>What is wrong, the first record first.</summary>
    public required IReadOnlyList<AuditFault> Faults { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Faults.Count == 0;
}

/// <summary>What exported heads say of a chain.</summary>
/// <param name="Fitting">Heads whose record has the same hash here.</param>
/// <param name="LastFitting">The record of the last of them; 0 when there is none.</param>
/// <param name="OfLostStore">Heads of records that a restore has lost.</param>
/// <param name="Unreadable">Lines that are no head: they say nothing.</param>
/// <param name="SignaturesBy">The ids of the keys that the signatures were checked by; null when they were not.</param>
public sealed record HeadVerdict(int Fitting, long LastFitting, int OfLostStore, int Unreadable, string? SignaturesBy);
