using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Notices fields that the documentation does not name: each is counted whenever it comes, and written down raw when it comes first.</summary>
internal sealed class UnknownFields(ILogger logger)
{
    private const int MostNames = 1000;

    private readonly ConcurrentDictionary<string, bool> seen = new();

    /// <param name="document">What kind of document it is.</param>
    /// <param name="more">Its fields that were not read.</param>
    /// <param name="passed">Those of them that the documentation names.</param>
    public void Note(string document, Dictionary<string, JsonElement>? more, IReadOnlySet<string> passed)
    {
        foreach (var (name, value) in more ?? [])
        {
            if (passed.Contains(name))
            {
                continue;
            }

            Metrics.CountUnknown("field");
            if (seen.Count < MostNames && seen.TryAdd($"{document}.{name}", true))
            {
                logger.LogWarning(
                    "Binance states a field that nobody knows: {Document}.{Field} is {Raw}", document, Untrusted.Cap(name), Untrusted.Cap(value.GetRawText()));
            }
        }
    }
}
