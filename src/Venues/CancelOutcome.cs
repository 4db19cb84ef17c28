namespace Pipeline.Venues;

/// <summary>What is known after asking for a cancel. A closed set.</summary>
public abstract record CancelOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>The venue took the request; reports will say what became of it.</summary>
    public sealed record Requested : CancelOutcome;

    /// <summary>The venue refused it, for example because the order is already done.</summary>
    /// <param name="Code">Stable code: <c>UNKNOWN_ORDER</c>, <c>TOO_LATE_TO_CANCEL</c> or the venue's own.</param>
    /// <param name="Text">The venue's words.</param>
    public sealed record Rejected(string Code, string Text) : CancelOutcome;

    /// <summary>Nobody knows whether the request arrived. It may be asked for again: canceling twice is harmless.</summary>
    /// <param name="Reason">What happened to the call.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone; null when it did not say.</param>
    public sealed record Unknown(string Reason, TimeSpan? RetryAfter = null) : CancelOutcome;
}
