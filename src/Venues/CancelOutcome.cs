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
    public sealed record Rejected(string Code, string Text) : CancelOutcome;

    /// <summary>Nobody knows whether the request arrived.</summary>
    public sealed record Unknown(string Reason) : CancelOutcome;
}
