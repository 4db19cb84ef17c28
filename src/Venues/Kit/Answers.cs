namespace Pipeline.Venues.Kit;

/// <summary>Answers that are none.</summary>
public static class Answers
{
    /// <summary>The venue answered, and what it said can't be read.</summary>
    public static VenueAnswer<T> Unreadable<T>(string why) =>
        new VenueAnswer<T>.Unavailable(VenueFault.Unreadable, $"UNREADABLE_ANSWER: {Untrusted.Cap(why)}");

    /// <summary>A failed answer, as the answer to a question that needed it.</summary>
    /// <exception cref="ArgumentException">The answer did not fail.</exception>
    public static VenueAnswer<TTo> Failed<TFrom, TTo>(VenueAnswer<TFrom> answer) => answer is VenueAnswer<TFrom>.Unavailable unavailable
        ? new VenueAnswer<TTo>.Unavailable(unavailable.Fault, unavailable.Reason, unavailable.RetryAfter)
        : throw new ArgumentException("The answer did not fail", nameof(answer));
}
