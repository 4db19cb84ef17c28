using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.Scenarios;

/// <summary>How many of something there must be: a number says exactly, an object at least or at most.</summary>
/// <param name="Least">At least so many.</param>
/// <param name="Most">At most so many; null sets no bound.</param>
[JsonConverter(typeof(CountConverter))]
public readonly record struct Count(long Least, long? Most)
{
    public bool Holds(long found) => found >= Least && !(found > Most);

    public override string ToString() => Most == Least ? $"{Least}" : Most is null ? $"at least {Least}" : $"{Least} to {Most}";
}

/// <summary>Reads and writes a <see cref="Count"/>.</summary>
public sealed class CountConverter : JsonConverter<Count>
{
    public override Count Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt64(out var exact) && exact >= 0 ? new Count(exact, exact) : throw new JsonException("a count is a whole number from 0");
        }

        var bounds = JsonSerializer.Deserialize<Bounds>(ref reader, options) ?? throw new JsonException("a count is a number or an object");
        return bounds is { AtLeast: null, AtMost: null }
            ? throw new JsonException("a count says at_least, at_most or both")
            : new Count(bounds.AtLeast ?? 0, bounds.AtMost);
    }

    public override void Write(Utf8JsonWriter writer, Count value, JsonSerializerOptions options)
    {
        if (value.Most == value.Least)
        {
            writer.WriteNumberValue(value.Least);
        }
        else
        {
            JsonSerializer.Serialize(writer, new Bounds { AtLeast = value.Least, AtMost = value.Most }, options);
        }
    }

    private sealed record Bounds
    {
        public long? AtLeast { get; init; }

        public long? AtMost { get; init; }
    }
}
