using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.Scenarios;

/// <summary>One value, or a list of them.</summary>
[JsonConverter(typeof(OneOrMoreConverter))]
public sealed record OneOrMore<T>(IReadOnlyList<T> Items);

/// <summary>Reads and writes a <see cref="OneOrMore{T}"/>: a list of one as its only element.</summary>
public sealed class OneOrMoreConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(OneOrMore<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<OneOrMore<T>>
    {
        public override OneOrMore<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartArray
                ? new OneOrMore<T>(JsonSerializer.Deserialize<IReadOnlyList<T>>(ref reader, options)!)
                : new OneOrMore<T>([JsonSerializer.Deserialize<T>(ref reader, options)!]);

        public override void Write(Utf8JsonWriter writer, OneOrMore<T> value, JsonSerializerOptions options)
        {
            if (value.Items.Count == 1)
            {
                JsonSerializer.Serialize(writer, value.Items[0], options);
            }
            else
            {
                JsonSerializer.Serialize(writer, value.Items, options);
            }
        }
    }
}
