namespace Pipeline.Trading.DeadLetters;

/// <summary>Where a dead letter stands.</summary>
public enum DeadLetterState
{
    /// <summary>It waits for a person.</summary>
    Open,

    /// <summary>A person has replayed it. When it fails again it is open again.</summary>
    Replayed,

    /// <summary>A person has decided that nothing is to come of it. An order that it was the way of stays parked.</summary>
    Discarded,
}

/// <summary>What came of a dead letter's newest replay.</summary>
public enum ReplayResult
{
    /// <summary>Nothing is known yet.</summary>
    Waits,

    /// <summary>It was worked off.</summary>
    Done,

    /// <summary>It failed again.</summary>
    Failed,
}
