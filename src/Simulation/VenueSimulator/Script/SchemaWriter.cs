using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// Writes the JSON Schema, draft 2020-12, of a type that <see cref="ScriptJson"/> reads. Each object has its own definition, closed to
/// other fields; whoever uses it only refers to it, as a schema with both a reference and a closed door would let nothing in.
/// </summary>
public class SchemaWriter
{
    /// <summary>A duration, without the anchors of a whole text.</summary>
    protected const string DurationPattern = @"[0-9]+(\.[0-9]+)?(ms|s|m|h|d)";

    private readonly JsonObject definitions = [];

    /// <summary>The schema of a whole document.</summary>
    public JsonObject Write(Type type)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = type.Name };
        foreach (var (name, value) in Fields(ScriptJson.Options.GetTypeInfo(type)).ToList())
        {
            schema[name] = value!.DeepClone();
        }

        schema["$defs"] = definitions;
        return schema;
    }

    /// <summary>The schema of a part.</summary>
    protected JsonObject Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Written(type) is { } written)
        {
            return written;
        }

        var info = ScriptJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Defined(info),
            JsonTypeInfoKind.Enumerable => List(Of(info.ElementType!)),
            JsonTypeInfoKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(info.ElementType!) },
            _ => throw new NotSupportedException($"There is no schema of {type}"),
        };
    }

    /// <summary>How a type is written that is no object, list or map of others; null for every other type.</summary>
    protected virtual JsonObject? Written(Type type) => type switch
    {
        { IsEnum: true } => OneOf(Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)),
        _ when type == typeof(JsonElement) => [],
        _ when type == typeof(string) => new JsonObject { ["type"] = "string" },
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(int) || type == typeof(long) => new JsonObject { ["type"] = "integer" },
        _ when type == typeof(decimal) => new JsonObject { ["type"] = "number", ["minimum"] = -AmountConverter.Most, ["maximum"] = AmountConverter.Most },
        _ when type == typeof(TimeSpan) => Text($"^{DurationPattern}$"),
        _ => null,
    };

    /// <summary>The schema of a property that says more than its type; null where the type says it all.</summary>
    protected virtual JsonObject? Said(JsonPropertyInfo property) => null;

    protected static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    protected static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    protected static JsonObject OneOf(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    private JsonObject Defined(JsonTypeInfo info)
    {
        var name = info.Type.Name;
        if (!definitions.ContainsKey(name))
        {
            // Its place first: a part of it may be of its own type.
            definitions[name] = null;
            definitions[name] = Fields(info);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private JsonObject Fields(JsonTypeInfo info)
    {
        var fields = new JsonObject();
        foreach (var property in info.Properties)
        {
            var field = Said(property) ?? Of(property.PropertyType);
            if (property.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute description, ..])
            {
                field["description"] = description.Description;
            }

            fields[property.Name] = field;
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = fields };
        var required = info.Properties.Where(property => property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false }).ToList();
        if (required.Count > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(property => (JsonNode)property.Name)]);
        }

        schema["additionalProperties"] = false;
        return schema;
    }
}
