using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>One value, or a list of them.</summary>
[JsonConverter(typeof(OneOrMoreConverter))]
public sealed record OneOrMore<T>(IReadOnlyList<T> Items)
{
    /// <summary>Whether it stands in the file as a list.</summary>
    public bool IsList { get; init; } = Items.Count != 1;

    /// <summary>The place of one of them.</summary>
    public string PathOf(string path, int i) => IsList ? $"{path}[{i}]" : path;
}

/// <summary>Reads and writes a <see cref="OneOrMore{T}"/>.</summary>
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
                ? new OneOrMore<T>(JsonPart.Read<IReadOnlyList<T>>(ref reader, options)) { IsList = true }
                : new OneOrMore<T>([JsonPart.Read<T>(ref reader, options)]);

        public override void Write(Utf8JsonWriter writer, OneOrMore<T> value, JsonSerializerOptions options)
        {
            if (value.IsList)
            {
                JsonSerializer.Serialize(writer, value.Items, options);
            }
            else
            {
                JsonSerializer.Serialize(writer, value.Items[0], options);
            }
        }
    }
}
