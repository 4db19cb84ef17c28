using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Sessions.Overrides;

/// <summary>
/// Reads an overrides file, strictly: an unknown field, market or time, a day said twice, and hours of a day that has no session are errors
/// that name their place. All of them are told, not the first alone.
/// </summary>
public static class OverridesReader
{
    private static readonly JsonSerializerOptions Strict = CreateOptions();

    /// <summary>How the file is read, for its schema.</summary>
    public static JsonSerializerOptions Options => Strict;

    /// <exception cref="OverridesException">The text is not understood.</exception>
    public static SessionOverrides Read(string json)
    {
        var faults = new List<string>();
        var closures = new Dictionary<string, ImmutableDictionary<LocalDate, string>>();
        var hours = new Dictionary<string, ImmutableDictionary<LocalDate, HoursChange>>();
        var document = Parse(json);
        AddFault(faults, "$.changed_by", document.ChangedBy is { } by ? FileChange.FaultOfBy(by) : null);
        AddFault(faults, "$.why", document.Why is { } why ? FileChange.FaultOfWhy(why) : null);
        foreach (var (market, days) in document.Markets)
        {
            if (!KnownMarkets.Codes.Contains(market))
            {
                faults.Add($"$.markets.{market}: there is no such market; there are {string.Join(", ", KnownMarkets.Codes)}");
                continue;
            }

            var day = new DayReader(market, faults);
            for (var i = 0; i < days.Count; i++)
            {
                day.Read(days[i], $"$.markets.{market}[{i}]");
            }

            closures[market] = day.Closures.ToImmutableDictionary();
            hours[market] = day.Hours.ToImmutableDictionary();
        }

        return faults.Count == 0
            ? new SessionOverrides(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16], closures, hours) { Change = FileChange.Of(document.ChangedBy, document.Why) }
            : throw new OverridesException(string.Join(Environment.NewLine, faults));
    }

    private static void AddFault(List<string> faults, string path, string? fault)
    {
        if (fault is not null)
        {
            faults.Add($"{path}: {fault}");
        }
    }

    private static OverridesDocument Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<OverridesDocument>(json, Strict) ?? throw new OverridesException("$: is null; it must be an object");
        }
        catch (JsonException e)
        {
            var unknown = e.Message.StartsWith("The JSON property '", StringComparison.Ordinal) && e.Message.Contains("could not be mapped", StringComparison.Ordinal);
            throw new OverridesException(unknown ? $"{e.Path}: there is no such field" : $"{e.Path ?? "$"}: {e.Message.Split(" Path: ")[0]}", e);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            ReadCommentHandling = JsonCommentHandling.Skip,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>An overrides file is not understood. The message names each place and what to write there.</summary>
public sealed class OverridesException : Exception
{
    public OverridesException()
    {
    }

    public OverridesException(string message)
        : base(message)
    {
    }

    public OverridesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
