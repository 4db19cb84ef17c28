using System.Globalization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Counts what is used in each minute.</summary>
internal sealed class RateLimit(int perMinute)
{
    private const int Window = 60;

    private long window;
    private int used;

    /// <summary>What has been used in the minute.</summary>
    public int Used => used;

    /// <summary>Counts a call.</summary>
    /// <returns>Whether it is one too many.</returns>
    public bool IsOver(int weight, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / Window;
        used = current == window ? used + weight : weight;
        window = current;
        Wait = perMinute > 0 && used > perMinute ? DateTimeOffset.FromUnixTimeSeconds((window + 1) * Window) - now : null;
        return Wait is not null;
    }

    /// <summary>How long until a new minute begins, after a call too many; else null.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>What an answer of Alpaca's says of the limit; nothing where there is none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers() => perMinute == 0
        ? []
        :
        [
            new("X-Ratelimit-Limit", perMinute.ToString(CultureInfo.InvariantCulture)),
            new("X-Ratelimit-Remaining", Math.Max(0, perMinute - used).ToString(CultureInfo.InvariantCulture)),
            new("X-Ratelimit-Reset", ((window + 1) * Window).ToString(CultureInfo.InvariantCulture)),
        ];
}
