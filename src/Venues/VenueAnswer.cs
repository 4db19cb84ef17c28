namespace Pipeline.Venues;

/// <summary>What a venue answered to a question. Not answered is a fact of its own and never an empty answer. A closed set.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public abstract record VenueAnswer<T>
{
    private VenueAnswer()
    {
    }

    /// <summary>The venue answered, completely: every page of a list was read.</summary>
    public sealed record Stated(T Value) : VenueAnswer<T>;

    /// <summary>The venue did not answer. Proves nothing.</summary>
    /// <param name="Fault">How it failed to.</param>
    /// <param name="Reason">For people.</param>
    /// <param name="RetryAfter">How long the venue wants to be left alone; null when it did not say.</param>
    public sealed record Unavailable(VenueFault Fault, string Reason, TimeSpan? RetryAfter = null) : VenueAnswer<T>;
}

public static class VenueAnswers
{
    /// <summary>What was stated.</summary>
    /// <exception cref="VenueUnavailableException">Nothing was; the message begins with <paramref name="what"/>.</exception>
    public static T Require<T>(this VenueAnswer<T> answer, string what) => answer switch
    {
        VenueAnswer<T>.Stated stated => stated.Value,
        VenueAnswer<T>.Unavailable unavailable => throw new VenueUnavailableException($"{what}: {unavailable.Fault}, {unavailable.Reason}"),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };
}

/// <summary>How a venue failed to answer.</summary>
public enum VenueFault
{
    /// <summary>The name did not resolve, the connection was refused or broke, or the time ran out.</summary>
    Transport,

    /// <summary>The venue answered with an error of its own (5xx).</summary>
    ServerError,

    /// <summary>The venue wants fewer calls (429, 418).</summary>
    Throttled,

    /// <summary>The answer can't be read.</summary>
    Unreadable,

    /// <summary>The venue refused the question (4xx): something in it, or who asks. Last, since adapters are built by themselves and have the others' numbers in them.</summary>
    Refused,
}
