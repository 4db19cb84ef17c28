namespace Pipeline.Venues;

/// <summary>What is known after one attempt to send. A closed set: nothing derives from it outside this file.</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>The venue has the order.</summary>
    /// <param name="OrderId">The venue's id of it.</param>
    public sealed record Acknowledged(string OrderId) : SubmitOutcome;

    /// <summary>The venue's answer proves that it did not take the order.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Text">The venue's words.</param>
    public sealed record Rejected(string Code, string Text) : SubmitOutcome;

    /// <summary>Nobody knows. Only evidence ends this, never a timer.</summary>
    /// <param name="Reason">What happened to the call.</param>
    public sealed record Unknown(string Reason) : SubmitOutcome;
}
