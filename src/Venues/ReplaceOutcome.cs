namespace Pipeline.Venues;

/// <summary>What is known after asking for a replacement. A closed set.</summary>
public abstract record ReplaceOutcome
{
    /// <summary>The code of a refusal where the venue has no call for it.</summary>
    public const string NotSupported = "REPLACE_NOT_SUPPORTED";

    private ReplaceOutcome()
    {
    }

    /// <summary>
    /// The venue took the request. That the first is replaced is not said by this: it may fill meanwhile, and then there is no other. Reports tell.
    /// </summary>
    /// <param name="OrderId">The venue's id of what would take its place.</param>
    public sealed record Requested(string OrderId) : ReplaceOutcome;

    /// <summary>The venue's answer proves that nothing takes the order's place: it goes on as it was, or is over.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Text">The venue's words.</param>
    public sealed record Rejected(string Code, string Text) : ReplaceOutcome;

    /// <summary>
    /// Nobody knows. It must not be asked for again: two requests could both be taken. Both orders are asked about by their ClOrdIds.
    /// </summary>
    /// <param name="Reason">What happened to the call.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone; null when it did not say.</param>
    public sealed record Unknown(string Reason, TimeSpan? RetryAfter = null) : ReplaceOutcome;

    /// <summary>Certainly the venue has not looked at it.</summary>
    /// <param name="Reason">Why not.</param>
    public sealed record NotSent(string Reason) : ReplaceOutcome;
}
