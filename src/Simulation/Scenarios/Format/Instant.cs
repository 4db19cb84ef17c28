using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Instants as a scenario writes them: always with an offset, so that they mean the same everywhere.</summary>
public static class Instant
{
    /// <exception cref="JsonException">The text is none.</exception>
    public static DateTimeOffset Parse(string text)
    {
        var hasOffset = text.Length > 10 && (text.EndsWith('Z') || text[^6] is '+' or '-');
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            ? hasOffset ? instant.ToUniversalTime() : throw new JsonException($"'{text}' says no offset; end it with Z, or with one such as -05:00")
            : throw new JsonException($"'{text}' is no instant; write it as 2026-03-02T10:00:00-05:00");
    }
}

/// <summary>Reads and writes an instant.</summary>
public sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Instant.Parse(reader.GetString()!) : throw new JsonException("an instant is a text, for example \"2026-03-02T10:00:00-05:00\"");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
