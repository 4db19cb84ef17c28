using System.Globalization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Counts the calls of each minute, as Alpaca does for an account.</summary>
internal sealed class RateLimit(int perMinute)
{
    private const int Window = 60;

    private long window;
    private int used;

    /// <summary>Counts a call.</summary>
    /// <returns>The refusal of a call too many, or null.</returns>
    public ApiError? Count(DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / Window;
        used = current == window ? used + 1 : 1;
        window = current;
        return perMinute > 0 && used > perMinute ? new ApiError(429, 42910000, "rate limit exceeded") : null;
    }

    /// <summary>What an answer says of the limit; nothing where there is none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers() => perMinute == 0
        ? []
        :
        [
            new("X-Ratelimit-Limit", perMinute.ToString(CultureInfo.InvariantCulture)),
            new("X-Ratelimit-Remaining", Math.Max(0, perMinute - used).ToString(CultureInfo.InvariantCulture)),
            new("X-Ratelimit-Reset", ((window + 1) * Window).ToString(CultureInfo.InvariantCulture)),
        ];
}
