namespace Pipeline.Store;

/// <summary>
/// The store can't be used now; the same call may work later. Whoever consumes a message holds it meanwhile. Over a network a commit may have been
/// lost on its way back: so the call comes again, and whatever it records is recorded by a key that it finds then.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the step may have been recorded all the same.</summary>
    public bool MayBeRecorded { get; init; }

    /// <summary>What is known of the step, in a sentence.</summary>
    public string WhatIsRecorded => MayBeRecorded ? "Nobody knows whether it was recorded." : "Nothing was recorded.";

    /// <summary>The same, and what to do, for whoever acts by hand: a repeat of an act may do it twice.</summary>
    public string WhatIsDone => MayBeRecorded ? $"{WhatIsRecorded} Look whether it was done before you do it again." : WhatIsRecorded;
}
