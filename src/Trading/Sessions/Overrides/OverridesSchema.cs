using System.ComponentModel;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Sessions.Overrides;

/// <summary>The JSON Schema of an overrides file, written from the types that it is read into.</summary>
public static class OverridesSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly Dictionary<string, string> Patterns = new()
    {
        [nameof(OverridesDocument.ChangedBy)] = "^[A-Za-z0-9._:-]{1,64}$",
        [nameof(OverridesDocument.Why)] = "^.{1,500}$",
        [nameof(DayOverride.Date)] = @"^\d{4}-\d{2}-\d{2}$",
        [nameof(DayOverride.Reason)] = "^.{1,200}$",
        [nameof(DayOverride.Open)] = @"^\d{2}:\d{2}$",
        [nameof(DayOverride.Close)] = @"^\d{2}:\d{2}$",
    };

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public static string Json { get; } = Create();

    private static string Create()
    {
        var schema = (JsonObject)OverridesReader.Options.GetJsonSchemaAsNode(
            typeof(OverridesDocument), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema["properties"]!["markets"]!["propertyNames"] = new JsonObject { ["enum"] = new JsonArray([.. KnownMarkets.Codes.Select(code => JsonValue.Create(code))]) };
        return schema.ToJsonString(Readable);
    }

    // A field that is left out is not null: null itself is refused.
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (context.PropertyInfo is not { AttributeProvider: PropertyInfo property } || node is not JsonObject schema)
        {
            return node;
        }

        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types[0]!.DeepClone();
        }

        if (Patterns.TryGetValue(property.Name, out var pattern))
        {
            schema["pattern"] = pattern;
        }

        schema.Insert(0, "description", property.GetCustomAttribute<DescriptionAttribute>()!.Description);
        return schema;
    }
}
