using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Pipelinectl.Http;

/// <summary>Reads the pipeline's JSON by its public names. What a pipeline of another version does not say is shown as nothing.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public static string Indent(object answer) => JsonSerializer.Serialize(answer, Indented);

    /// <summary>What stands under a name; undefined when there is no such thing.</summary>
    public static JsonElement Part(this JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var part) ? part : default;

    /// <summary>A value as text, empty when there is none.</summary>
    public static string Text(this JsonElement answer, string name) => Text(answer.Part(name));

    /// <summary>All of a part as <c>name=value, ...</c>.</summary>
    public static string Pairs(this JsonElement answer) => string.Join(", ", answer.EnumerateObject().Select(part => $"{part.Name}={Text(part.Value)}"));

    /// <summary>A value as text with words before it, nothing when there is none.</summary>
    public static string Text(this JsonElement answer, string before, string name) => answer.Text(name) is { Length: > 0 } text ? before + text : "";

    public static DateTimeOffset? Time(this JsonElement answer, string name) =>
        answer.Part(name) is { ValueKind: JsonValueKind.String } part && part.TryGetDateTimeOffset(out var time) ? time : null;

    public static IEnumerable<JsonElement> List(this JsonElement answer, string name) =>
        answer.Part(name) is { ValueKind: JsonValueKind.Array } part ? part.EnumerateArray() : [];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("0.############", CultureInfo.InvariantCulture),
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "none" : string.Join(" ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => $"({value.Pairs()})",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };
}
