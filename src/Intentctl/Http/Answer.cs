using System.Text.Json;

namespace Pipeline.Intentctl.Http;

/// <summary>Reads the pipeline's JSON by its public names. What a pipeline of another version does not say is shown as nothing.</summary>
internal static class Answer
{
    /// <summary>A value as text, empty when there is none.</summary>
    public static string Text(this JsonElement answer, string name) => answer.Part(name) switch
    {
        { ValueKind: JsonValueKind.String } part => part.GetString()!,
        { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "",
        var part => part.GetRawText(),
    };

    public static bool Is(this JsonElement answer, string name) => answer.Part(name).ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> List(this JsonElement answer, string name) =>
        answer.Part(name) is { ValueKind: JsonValueKind.Array } part ? part.EnumerateArray() : [];

    public static JsonElement Part(this JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var part) ? part : default;
}
