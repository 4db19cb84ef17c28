namespace Pipeline.Venues.Kit;

/// <summary>Pauses that grow, and that are not the same for everybody.</summary>
public static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The pause after so many failures in a row, from 1: doubled each time, up to 30 s, less up to a half of it.</summary>
    /// <param name="first">The pause after one failure.</param>
    /// <param name="failures">How many there were.</param>
    /// <param name="who">Spreads those who failed together; the same always pauses the same.</param>
    public static TimeSpan Pause(TimeSpan first, int failures, string who)
    {
        var full = Math.Min(Longest.Ticks, first.Ticks * Math.Pow(2, Math.Min(failures - 1, 16)));
        return TimeSpan.FromTicks((long)(full * (1 - (Share($"{who}/{failures}") / 2))));
    }

    // FNV-1a, mixed: from 0 up to 1, alike on every machine.
    private static double Share(string text)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var character in text)
            {
                hash = (hash ^ character) * 1099511628211UL;
            }

            hash = (hash ^ (hash >> 31)) * 0x94D049BB133111EBUL;
            return (hash >> 11) * (1.0 / (1UL << 53));
        }
    }
}
