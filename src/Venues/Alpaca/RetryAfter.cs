using System.Globalization;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>How long a venue that refuses calls wants to be left alone.</summary>
internal static class RetryAfter
{
    private const string ResetHeader = "X-Ratelimit-Reset";

    /// <summary>From Retry-After, in seconds or as a date, else from the rate limit's reset. Null where neither says it.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if ((int)response.StatusCode is not (429 or 503))
        {
            return null;
        }

        var wait = RetryAfterHeader.Of(response, now) ?? ((int)response.StatusCode == 429 ? UntilReset(response, now) : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static TimeSpan? UntilReset(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.TryGetValues(ResetHeader, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) - now
            : null;
}
