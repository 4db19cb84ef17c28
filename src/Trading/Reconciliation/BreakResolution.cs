namespace Pipeline.Trading.Reconciliation;

/// <summary>How a break came to its end.</summary>
public enum BreakResolution
{
    /// <summary>A late event made the two views the same.</summary>
    Explained,

    /// <summary>An operator knows of it and lets it stand: it is raised again when it has changed, or has been away.</summary>
    Accepted,

    /// <summary>A ledger entry, which names who and why, made our view the venue's.</summary>
    Adjusted,
}
