using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store;

namespace Pipeline.Simulation.Scenarios;

/// <summary>The JSON Schema of a scenario file, written from the types that it is read into.</summary>
public static class ScenarioSchema
{
    private const string DurationPattern = @"[0-9]+(\.[0-9]+)?(ms|s|m|h|d)";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonSchemaExporterOptions Exporter = new() { TransformSchemaNode = Transform, TreatNullObliviousAsNonNullable = true };

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public static string Json { get; } = Create().ToJsonString(Readable);

    private static JsonObject Create()
    {
        var schema = Of(typeof(Scenario)).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", nameof(Scenario));
        return schema;
    }

    private static JsonNode Of(Type type) => ScriptJson.Options.GetJsonSchemaAsNode(type, Exporter);

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = Written(type) ?? (node as JsonObject ?? new JsonObject());

        // An absent value is left out and never null, so no type includes it.
        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types.First(word => word!.GetValue<string>() != "null")!.DeepClone();
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema["additionalProperties"] = false;
        }

        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute description, ..])
        {
            schema["description"] = description.Description;
        }

        return schema;
    }

    /// <summary>How a type is written that has a converter of its own; null for every other.</summary>
    private static JsonObject? Written(Type type)
    {
        if (type.IsEnum)
        {
            return new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)Columns.SnakeCase(name))]) };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OneOrMore<>))
        {
            var item = type.GetGenericArguments()[0];
            return new JsonObject { ["anyOf"] = new JsonArray(Of(item), new JsonObject { ["type"] = "array", ["items"] = Of(item) }) };
        }

        return type switch
        {
            _ when type == typeof(TimeSpan) => Text($"^{DurationPattern}$"),
            _ when type == typeof(SignedDuration) => Text($"^-?{DurationPattern}$"),
            _ when type == typeof(Moment) => Text($@"^(\+{DurationPattern}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T.*(Z|[+-][0-9]{{2}}:[0-9]{{2}}))$"),
            _ when type == typeof(Count) => new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject
                        {
                            ["at_least"] = new JsonObject { ["type"] = "integer" },
                            ["at_most"] = new JsonObject { ["type"] = "integer" },
                        },
                        ["additionalProperties"] = false,
                        ["minProperties"] = 1,
                    }),
            },
            _ => null,
        };
    }

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
