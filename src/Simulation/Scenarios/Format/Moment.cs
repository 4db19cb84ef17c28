using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>A time in a scenario: <c>+2s</c> counts from its start, anything else is an instant with an offset.</summary>
/// <param name="Offset">From the start; null for an instant.</param>
/// <param name="Instant">The instant; null for an offset.</param>
[JsonConverter(typeof(MomentConverter))]
public readonly record struct Moment(TimeSpan? Offset, DateTimeOffset? Instant)
{
    public static Moment After(TimeSpan offset) => new(offset, null);

    public DateTimeOffset From(DateTimeOffset start) => Instant ?? start + Offset!.Value;

    public override string ToString() => Instant is { } instant ? instant.ToString("O") : "+" + Duration.Format(Offset!.Value);
}

/// <summary>Reads and writes a <see cref="Moment"/> as text.</summary>
public sealed class MomentConverter : JsonConverter<Moment>
{
    public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong("");
        if (text.StartsWith('+'))
        {
            try
            {
                return Moment.After(Duration.Parse(text[1..]));
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message);
            }
        }

        return text.Contains('T', StringComparison.Ordinal) ? new Moment(null, Instant.Parse(text)) : throw Wrong(text);
    }

    public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    private static JsonException Wrong(string text) =>
        new($"'{text}' is no time; write +2s for two seconds after the start, or an instant such as 2026-03-02T10:00:00-05:00");
}
