using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Simulation.VenueSimulator;

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

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("a count is a whole number from 0, or an object with at_least, at_most or both");
        }

        var (least, most) = JsonPart.Read<Bounds>(ref reader, options) is var bounds ? (bounds.AtLeast, bounds.AtMost) : default;
        return (least, most) is (null, null) ? throw new JsonException("a count says at_least, at_most or both")
            : least < 0 || most < 0 ? throw new JsonException("a count is never less than 0")
            : least > most ? throw new JsonException($"at least {least} and at most {most} is impossible")
            : new Count(least ?? 0, most);
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
