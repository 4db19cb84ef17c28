namespace Pipeline.Store;

/// <summary>
/// How long this process has known of each claim, by the clock that nobody can set. An absence is late only when that is long
/// enough: by the wall clock alone, setting it ahead would make a not-found of a moment ago look like a proof. A process that starts
/// anew knows of nothing, and begins to count when it first meets a claim.
/// </summary>
public sealed class ClaimAges(TimeProvider clock)
{
    /// <summary>So many are remembered. To forget one is safe: the venue is asked about it for longer.</summary>
    private const int Most = 100_000;

    private readonly Remembered<long, long> knownSince = new(Most);

    /// <summary>Notes a claim that this process makes.</summary>
    /// <param name="fencing">Its number.</param>
    /// <param name="timestamp">The monotonic clock just before it was made.</param>
    public void Note(long fencing, long timestamp) => knownSince.Add(fencing, timestamp);

    /// <summary>How long this process has known of a claim; no time at all when it meets it now.</summary>
    public TimeSpan Of(long fencing)
    {
        Note(fencing, clock.GetTimestamp());
        return knownSince.TryGet(fencing, out var since) ? clock.GetElapsedTime(since) : TimeSpan.Zero;
    }

    /// <summary>Nothing is open about a claim any more.</summary>
    public void Forget(long fencing) => knownSince.Remove(fencing);
}
