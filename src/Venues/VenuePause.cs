using System.Collections.Concurrent;

namespace Pipeline.Venues;

/// <summary>
/// How long a venue wants to be left alone, as it has told anybody in this process: whoever sends orders and whoever asks about them
/// share it. Each of a venue's addresses has a pause of its own, since its limits are counted apart. Kept by the clock that nobody can
/// set.
/// </summary>
public sealed class VenuePause(TimeProvider clock)
{
    /// <summary>First pause for a venue that wants fewer calls and does not say for how long; doubles with each in a row.</summary>
    private static readonly TimeSpan FirstUnsaid = TimeSpan.FromSeconds(1);

    /// <summary>Longest such pause: limits that are counted by the minute are over by then.</summary>
    private static readonly TimeSpan LongestUnsaid = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> until = new();
    private readonly ConcurrentDictionary<string, TimeSpan> lastUnsaid = new();

    /// <summary>Whether the venue answers those who share the pause.</summary>
    public VenueAnswering Answering { get; } = new(clock);

    /// <summary>The venue asked for a pause. It never shortens one that it asked for before.</summary>
    public void Begin(Uri address, TimeSpan pause)
    {
        var end = clock.GetTimestamp() + (long)Math.Min(pause.TotalSeconds * clock.TimestampFrequency, long.MaxValue / 4);
        until.AddOrUpdate(address.Authority, end, (_, before) => Math.Max(before, end));
    }

    /// <summary>
    /// The venue wants fewer calls and does not say for how long: a second, and twice as long each time until it has taken a call. Answers to calls that
    /// were on their way together are one such time.
    /// </summary>
    /// <returns>How long it is left alone from now.</returns>
    public TimeSpan BeginUnsaid(Uri address)
    {
        if (Left(address) is var left && left > TimeSpan.Zero)
        {
            return left;
        }

        var pause = lastUnsaid.AddOrUpdate(address.Authority, FirstUnsaid, (_, last) => last * 2 < LongestUnsaid ? last * 2 : LongestUnsaid);
        Begin(address, pause);
        return pause;
    }

    /// <summary>The venue has taken a call: the next pause of which it does not say how long is short again.</summary>
    public void NoteTaken(Uri address) => lastUnsaid.TryRemove(address.Authority, out _);

    /// <summary>A person has ended the pauses, of every address. One that the venue asks for later counts again.</summary>
    public void End()
    {
        until.Clear();
        lastUnsaid.Clear();
    }

    /// <summary>How long an address may not be called yet; zero when it may.</summary>
    public TimeSpan Left(Uri address)
    {
        var now = clock.GetTimestamp();
        return until.TryGetValue(address.Authority, out var end) && end > now ? clock.GetElapsedTime(now, end) : TimeSpan.Zero;
    }
}
