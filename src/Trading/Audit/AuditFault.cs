namespace Pipeline.Trading.Audit;

/// <summary>What is wrong with a record or with what was sealed of it. A closed set.</summary>
public enum AuditFaultKind
{
    /// <summary>The record is not what was sealed: one of its fields was changed.</summary>
    Changed,

    /// <summary>The record was sealed and is not there.</summary>
    Removed,

    /// <summary>A record lies among those that were sealed, and was not.</summary>
    Inserted,

    /// <summary>What was sealed as another record stands in its place.</summary>
    Reordered,

    /// <summary>A sequence is missing, no seal speaks of it, and no restore explains it: a record was removed before it was sealed.</summary>
    NeverSealed,

    /// <summary>The table of restores speaks of one that no record of the chain knows.</summary>
    RestoreForged,

    /// <summary>A seal contradicts itself or those around it, while the records fit the rest of the chain.</summary>
    SealBroken,

    /// <summary>What is kept of archived records is not what the chain has the hash of.</summary>
    CheckpointForged,

    /// <summary>A file of an archive is not what the chain has the hash of.</summary>
    ArchiveChanged,

    /// <summary>The journal has records, and none is sealed.</summary>
    NothingSealed,

    /// <summary>An exported head speaks of a record that the chain does not reach or does not have.</summary>
    HeadMissing,

    /// <summary>An exported head has another hash than the chain: records up to it were changed, and the chain made anew to fit.</summary>
    HeadDiffers,

    /// <summary>An exported head is not signed by the key that it names.</summary>
    HeadForged,

    /// <summary>An exported head names a key that was not given, so that nobody knows who signed it.</summary>
    HeadOfUnknownKey,

    /// <summary>An exported head is of another store: its first record is another.</summary>
    HeadOfOtherStore,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Seq">The first journal sequence it is about.</param>
/// <param name="Detail">In one sentence, for people.</param>
public sealed record AuditFault(AuditFaultKind Kind, long Seq, string Detail);
