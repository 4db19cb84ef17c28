using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.Scenarios;

/// <summary>What a scenario has shown.</summary>
public sealed record Verdict
{
    public required string Name { get; init; }

    /// <summary>The file it came from.</summary>
    public string? File { get; init; }

    /// <summary>Whether every expectation and every guarantee held.</summary>
    public required bool Ok { get; init; }

    /// <summary>Why it was not run; absent when it was. A venue that lacks what it is about breaks nothing.</summary>
    public string? Skipped { get; init; }

    /// <summary>The first that did not; absent when all did.</summary>
    public BrokenExpectation? Broken { get; init; }

    /// <summary>When it ended, in virtual time.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>SHA-256 of everything that happened: the same file has the same.</summary>
    public required string TraceHash { get; init; }

    /// <summary>What became of each named order; absent when nobody asked.</summary>
    public IReadOnlyDictionary<string, string>? Orders { get; init; }
}

/// <summary>An expectation or a guarantee that did not hold.</summary>
public sealed record BrokenExpectation
{
    /// <summary>Its place in the file, for example <c>$.steps[3].expect.posts</c>, or the code of the guarantee.</summary>
    public required string What { get; init; }

    /// <summary>When, in virtual time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The same, counted from the scenario's start.</summary>
    public required string After { get; init; }

    public required string Expected { get; init; }

    public required string Found { get; init; }

    /// <summary>The order it is about, by its name where it has one; absent when it is about none.</summary>
    public string? Order { get; init; }

    /// <summary>Everything that happened to that order until then.</summary>
    public IReadOnlyList<TimelineEntry>? Timeline { get; init; }
}

/// <summary>One entry of an order's timeline.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Stage, [property: JsonConverter(typeof(RawJson))] string Data);

/// <summary>Writes text that is JSON already.</summary>
public sealed class RawJson : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
