using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>
/// Checks a document against a schema of draft 2020-12, as far as the schema of scenarios goes: a keyword that this does not know is
/// an error. All keywords of a schema hold, those beside a reference too.
/// </summary>
internal sealed class SchemaCheck(JsonNode root)
{
    /// <summary>The first complaint with its place; null when there is none.</summary>
    public string? Complaint(JsonNode? document) => Complaint(root.AsObject(), document, "$");

    private string? Complaint(JsonObject schema, JsonNode? node, string path) =>
        schema.Select(keyword => Complaint(schema, keyword.Key, keyword.Value!, node, path)).FirstOrDefault(complaint => complaint is not null);

    private string? Complaint(JsonObject schema, string keyword, JsonNode said, JsonNode? node, string path)
    {
        string? Unless(bool holds) => holds ? null : $"{path}: {keyword}";
        var fields = node as JsonObject;
        return keyword switch
        {
            "$schema" or "$defs" or "title" or "description" => null,
            "$ref" => Complaint(root["$defs"]![((string)said!)["#/$defs/".Length..]]!.AsObject(), node, path),
            "type" => Unless(IsOf((string)said!, node)),
            "enum" => Unless(said.AsArray().Any(word => JsonNode.DeepEquals(word, node))),
            "pattern" => Unless(node is not JsonValue value || value.GetValueKind() != JsonValueKind.String || Regex.IsMatch((string)node!, (string)said!)),
            "minimum" => Unless(node!.GetValue<decimal>() >= said.GetValue<decimal>()),
            "maximum" => Unless(node!.GetValue<decimal>() <= said.GetValue<decimal>()),
            "anyOf" => Unless(said.AsArray().Any(one => Complaint(one!.AsObject(), node, path) is null)),
            "required" => Unless(fields is null || said.AsArray().All(name => fields.ContainsKey((string)name!))),
            "minProperties" => Unless(fields is null || fields.Count >= (int)said),
            "items" => node is JsonArray list ? First(list.Select((item, i) => Complaint(said.AsObject(), item, $"{path}[{i}]"))) : null,
            "propertyNames" => First((fields ?? []).Select(field => Complaint(said.AsObject(), JsonValue.Create(field.Key), $"{path}.{field.Key}"))),
            "properties" => First((fields ?? []).Where(field => said.AsObject().ContainsKey(field.Key))
                .Select(field => Complaint(said[field.Key]!.AsObject(), field.Value, $"{path}.{field.Key}"))),
            "additionalProperties" => First((fields ?? []).Where(field => schema["properties"]?.AsObject().ContainsKey(field.Key) is not true)
                .Select(field => said is JsonObject others ? Complaint(others, field.Value, $"{path}.{field.Key}") : $"{path}.{field.Key}: unknown")),
            _ => throw new NotSupportedException($"{path}: this check does not know {keyword}"),
        };
    }

    private static string? First(IEnumerable<string?> complaints) => complaints.FirstOrDefault(complaint => complaint is not null);

    private static bool IsOf(string type, JsonNode? node) => (type, node?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => node!.GetValue<decimal>() % 1 == 0,
        _ => false,
    };
}
