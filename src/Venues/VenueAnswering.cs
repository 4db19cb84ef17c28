namespace Pipeline.Venues;

/// <summary>Whether a venue answers the calls of this process, whoever makes them. Kept by the clock that nobody can set.</summary>
public sealed class VenueAnswering(TimeProvider clock)
{
    private readonly Lock gate = new();
    private long since;
    private int calls;

    /// <summary>How many calls in a row were not answered, and how long ago the first of them was.</summary>
    public (int Calls, TimeSpan For) Unanswered
    {
        get
        {
            lock (gate)
            {
                return (calls, calls == 0 ? TimeSpan.Zero : clock.GetElapsedTime(since));
            }
        }
    }

    /// <summary>A call has ended.</summary>
    /// <param name="isAnswered">Whether the venue answered it, with anything but an error of its own.</param>
    public void Note(bool isAnswered)
    {
        lock (gate)
        {
            since = calls == 0 ? clock.GetTimestamp() : since;
            calls = isAnswered ? 0 : calls + 1;
        }
    }
}
