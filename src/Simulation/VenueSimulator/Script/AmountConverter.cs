using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Quantities, prices and money in JSON: within what an intent may say, so that they can be multiplied.</summary>
public sealed class AmountConverter : JsonConverter<decimal>
{
    /// <summary>The largest amount; the least is its negative.</summary>
    public const decimal Most = 1_000_000_000_000;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Number ? throw new JsonException("a number is wanted")
        : reader.TryGetDecimal(out var amount) && Math.Abs(amount) <= Most ? amount
        : throw new JsonException($"must be from -{Most} to {Most}");

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
