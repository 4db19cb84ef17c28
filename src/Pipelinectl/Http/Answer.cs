using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Pipelinectl.Http;

/// <summary>Reads the pipeline's JSON by its public names. What a pipeline of another version does not say is shown as nothing.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public static string Indent(object answer) => JsonSerializer.Serialize(answer, Indented);

    /// <summary>A value as text, empty when there is none.</summary>
    public static string Text(this JsonElement answer, string name) => !answer.TryGetProperty(name, out var value)
        ? ""
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("0.############", CultureInfo.InvariantCulture),
            JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };

    /// <summary>A value as text with words before it, nothing when there is none.</summary>
    public static string Text(this JsonElement answer, string before, string name) => answer.Text(name) is { Length: > 0 } text ? before + text : "";

    public static DateTimeOffset? Time(this JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;

    public static IEnumerable<JsonElement> List(this JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}
