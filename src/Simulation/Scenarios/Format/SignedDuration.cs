using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>A duration that may be negative: <c>1h</c>, <c>-250ms</c>.</summary>
[JsonConverter(typeof(SignedDurationConverter))]
public readonly record struct SignedDuration(TimeSpan Length);

/// <summary>Reads and writes a <see cref="SignedDuration"/> as text.</summary>
public sealed class SignedDurationConverter : JsonConverter<SignedDuration>
{
    public override SignedDuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("a duration is a text, for example \"-5m\"");
        try
        {
            return new SignedDuration(text.StartsWith('-') ? -Duration.Parse(text[1..]) : Duration.Parse(text));
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message);
        }
    }

    public override void Write(Utf8JsonWriter writer, SignedDuration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Length < TimeSpan.Zero ? "-" + Duration.Format(-value.Length) : Duration.Format(value.Length));
}
