using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Messages;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>
/// The JSON Schema of an intent, written from the types and attributes that <see cref="IntentParser"/> reads by.
/// What a schema cannot say is left to the parser: exact numbers, doubled fields and lines, the size, the calendar.
/// </summary>
public static class IntentSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>JSON Schema, draft 2020-12. <c>x-max-decimals</c> is ours: most digits behind the point.</summary>
    public static string Json { get; } = Create().ToJsonString(Readable);

    private static JsonObject Create()
    {
        var exporter = new JsonSchemaExporterOptions { TransformSchemaNode = Transform, TreatNullObliviousAsNonNullable = true };
        var schema = PipelineJson.Options.GetJsonSchemaAsNode(typeof(Intent), exporter).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", nameof(Intent));
        return schema;
    }

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = node.AsObject();
        // An absent value is left out and never null, so no type includes it.
        if (schema["type"] is JsonArray types) schema["type"] = types.First(type => type!.GetValue<string>() != "null")!.DeepClone();
        if (schema.ContainsKey("enum")) schema["type"] = "string";
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object) Close(schema, ObjectShape.Of(context.TypeInfo.Type));
        if (context.PropertyInfo is { } property)
        {
            var shape = ObjectShape.Of(property.DeclaringType);
            Describe(schema, shape.Fields[property.Name].Rules);
            AddDefault(schema, shape, property);
        }

        return schema;
    }

    /// <summary>No other fields, and those of some order types or policies only with these.</summary>
    private static void Close(JsonObject schema, ObjectShape shape)
    {
        schema["additionalProperties"] = false;
        var conditions = shape.Fields.Values.Where(field => field.Rules.When is not null).OrderBy(field => field.Name, StringComparer.Ordinal).Select(Condition).ToArray();
        if (conditions.Length > 0) schema["allOf"] = new JsonArray(conditions);
    }

    private static JsonNode Condition(FieldShape field)
    {
        var (other, needing) = field.Rules.When!;
        var words = needing.Select(word => (JsonNode)word).ToArray();
        return new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { [other] = new JsonObject { ["enum"] = new JsonArray(words) } },
                ["required"] = new JsonArray(other),
            },
            ["then"] = new JsonObject { ["required"] = new JsonArray(field.Name) },
            ["else"] = new JsonObject { ["properties"] = new JsonObject { [field.Name] = false } },
        };
    }

    private static void Describe(JsonObject schema, FieldRules rules)
    {
        if (rules.Description is { } description) schema["description"] = description;
        if (rules.Pattern is { } pattern) schema["pattern"] = pattern.Regex.ToString();
        if (rules.Allowed is { } allowed) schema["enum"] = new JsonArray([.. allowed.Select(value => (JsonNode)value)]);
        if (rules.Decimals != NumberLiteral.MaxDigits) schema["x-max-decimals"] = rules.Decimals;
        if (rules.Text is { } text)
        {
            schema["minLength"] = text.MinimumLength;
            schema["maxLength"] = text.MaximumLength;
        }

        if (rules.Items is { } items)
        {
            schema["minItems"] = items.MinimumLength;
            schema["maxItems"] = items.MaximumLength;
        }

        if (rules.Range is not { } range) return;
        schema[range.MinIsExclusive ? "exclusiveMinimum" : "minimum"] = range.Min;
        schema["maximum"] = range.Max;
    }

    private static void AddDefault(JsonObject schema, ObjectShape shape, JsonPropertyInfo property)
    {
        if (property.IsRequired || property.Get!(shape.Blank()) is not { } value) return;
        schema["default"] = JsonSerializer.SerializeToNode(value, property.PropertyType, PipelineJson.Options);
    }
}
