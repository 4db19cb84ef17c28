namespace Pipeline.Submission.Calls;

/// <summary>Who goes first when calls of a venue wait for their permit.</summary>
public enum CallPriority
{
    /// <summary>Takes risk away: before everything else.</summary>
    Cancel,

    NewOrder,
}
