using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>JSON Schemas of what <see cref="ScriptJson"/> reads.</summary>
public static class ScriptSchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    /// <summary>The schema of a type that <see cref="ScriptJson.Options"/> can read.</summary>
    public static JsonNode Of<T>() => ScriptJson.Options.GetJsonSchemaAsNode(typeof(T), Exporter);

    // The types that converters read are dark to the exporter.
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        return type.IsEnum ? new JsonObject { ["enum"] = Words(type) }
            : type == typeof(TimeSpan) ? new JsonObject { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$" }
            : schema;
    }

    private static JsonArray Words(Type type) =>
        [.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(name))];
}
