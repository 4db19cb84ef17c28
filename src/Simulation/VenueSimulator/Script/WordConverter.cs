using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Enumerations as words in snake case; an unknown word is answered with the known ones.</summary>
public sealed class WordConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Words<>).MakeGenericType(typeToConvert))!;

    private sealed class Words<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> ByWord = Enum.GetValues<T>().ToDictionary(Word, StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var word = reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new JsonException($"one of {Known} is wanted");
            return ByWord.TryGetValue(word, out var value) ? value : throw new JsonException($"'{word}' is none of {Known}");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Word(value));

        private static string Known => string.Join(", ", ByWord.Keys);

        private static string Word(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }
}
