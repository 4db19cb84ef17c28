namespace Pipeline.Venues;

/// <summary>Whether a venue answers the calls of this process, whoever makes them. Kept by the clock that nobody can set.</summary>
public sealed class VenueAnswering(TimeProvider clock)
{
    private readonly Lock gate = new();
    private long since;
    private long newest;
    private int calls;

    /// <summary>How many calls in a row were not answered, and how long ago the first and the last of them were.</summary>
    public (int Calls, TimeSpan For, TimeSpan LastAgo) Unanswered
    {
        get
        {
            lock (gate)
            {
                return calls == 0 ? (0, TimeSpan.Zero, TimeSpan.Zero) : (calls, clock.GetElapsedTime(since), clock.GetElapsedTime(newest));
            }
        }
    }

    /// <summary>A call has ended.</summary>
    /// <param name="isAnswered">Whether the venue answered it, with anything but an error of its own.</param>
    public void Note(bool isAnswered)
    {
        lock (gate)
        {
            newest = clock.GetTimestamp();
            since = calls == 0 ? newest : since;
            calls = isAnswered ? 0 : calls + 1;
        }
    }
}
