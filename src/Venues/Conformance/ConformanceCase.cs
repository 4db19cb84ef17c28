using Pipeline.Messages.Capabilities;

namespace Pipeline.Venues.Conformance;

/// <summary>One thing that every adapter must do.</summary>
/// <param name="Id">Its number: E of orders and cancels, R of reports and questions, F of a venue that misbehaves.</param>
/// <param name="Prerequisite">What must be so before.</param>
/// <param name="Act">What is done.</param>
/// <param name="Expected">What must come of it.</param>
/// <param name="PlayAsync">Does it, and throws <see cref="ConformanceException"/> where it did not.</param>
public sealed record ConformanceCase(string Id, string Prerequisite, string Act, string Expected, Func<ConformancePlay, Task> PlayAsync)
{
    /// <summary>Which capability is wanting, in its own name; null where the venue has what the case needs.</summary>
    public Func<VenueCapabilities, string?> Lacks { get; init; } = _ => null;

    /// <summary>Whether the venue must be known to take a commission.</summary>
    public bool NeedsCommission { get; init; }

    /// <summary>Whether the venue must be one that can be told to misbehave.</summary>
    public bool NeedsFaults { get; init; }
}

/// <summary>An adapter did not do what a case demands.</summary>
public sealed class ConformanceException : Exception
{
    public ConformanceException()
    {
    }

    public ConformanceException(string message)
        : base(message)
    {
    }

    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>What came of a case.</summary>
/// <param name="Id">The case.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Why">Why it was skipped, or what was found instead; null where it passed.</param>
public sealed record ConformanceResult(string Id, ConformanceOutcome Outcome, string? Why);

/// <summary>What came of a case.</summary>
public enum ConformanceOutcome
{
    /// <summary>As demanded.</summary>
    Passed,

    /// <summary>The venue lacks what it needs.</summary>
    Skipped,

    /// <summary>Not as demanded.</summary>
    Failed,
}
