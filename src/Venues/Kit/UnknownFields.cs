using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Pipeline.Venues.Kit;

/// <summary>
/// Notices fields that a venue's documentation does not name. Each is counted whenever it comes, written into the log raw when it comes first, and kept
/// raw with what was reported.
/// </summary>
/// <param name="venue">Who states them, for the log.</param>
/// <param name="redact">Takes out of them what must be in no log (<see cref="IVenueManners.Redact"/>).</param>
/// <param name="count">Counts one.</param>
/// <param name="logger">The log.</param>
public sealed class UnknownFields(string venue, Func<string, string> redact, Action count, ILogger logger)
{
    private const int MostNames = 1000;
    private const int LongestRaw = 2000;

    private readonly ConcurrentDictionary<string, bool> seen = new();

    /// <summary>The fields that are new, raw, as one JSON object; null where there are none.</summary>
    /// <param name="more">The fields of a document that it has no place for.</param>
    public static string? RawOf(Dictionary<string, JsonElement>? more)
    {
        if (more is null or { Count: 0 })
        {
            return null;
        }

        var raw = $"{{{string.Join(',', more.Select(field => $"{JsonSerializer.Serialize(field.Key)}:{field.Value.GetRawText()}"))}}}";
        return raw.Length <= LongestRaw ? raw : $"{raw[..LongestRaw]}… ({raw.Length} long)";
    }

    /// <param name="document">What kind of document it is.</param>
    /// <param name="more">Its fields that it has no place for.</param>
    public void Note(string document, Dictionary<string, JsonElement>? more)
    {
        foreach (var (name, value) in more ?? [])
        {
            count();
            if (seen.Count < MostNames && seen.TryAdd($"{document}.{name}", true))
            {
                logger.LogWarning(
                    "{Venue} states a field that nobody knows: {Document}.{Field} is {Raw}", venue, document, Untrusted.Cap(redact(name)), Untrusted.Cap(redact(value.GetRawText())));
            }
        }
    }
}
