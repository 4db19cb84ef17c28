using System.Collections.Concurrent;

namespace Pipeline.Venues;

/// <summary>
/// How long a venue wants to be left alone, as it has told anybody in this process: whoever sends orders and whoever asks about them
/// share it. Each of a venue's addresses has a pause of its own, since its limits are counted apart. Kept by the clock that nobody can
/// set.
/// </summary>
public sealed class VenuePause(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, long> until = new();

    /// <summary>Whether the venue answers those who share the pause.</summary>
    public VenueAnswering Answering { get; } = new(clock);

    /// <summary>The venue asked for a pause. It never shortens one that it asked for before.</summary>
    public void Begin(Uri address, TimeSpan pause)
    {
        var end = clock.GetTimestamp() + (long)Math.Min(pause.TotalSeconds * clock.TimestampFrequency, long.MaxValue / 4);
        until.AddOrUpdate(address.Authority, end, (_, before) => Math.Max(before, end));
    }

    /// <summary>A person has ended the pauses, of every address. One that the venue asks for later counts again.</summary>
    public void End() => until.Clear();

    /// <summary>How long an address may not be called yet; zero when it may.</summary>
    public TimeSpan Left(Uri address)
    {
        var now = clock.GetTimestamp();
        return until.TryGetValue(address.Authority, out var end) && end > now ? clock.GetElapsedTime(now, end) : TimeSpan.Zero;
    }
}
