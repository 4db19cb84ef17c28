using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Simulation.Scenarios;

/// <summary>The JSON Schema of a scenario file, written from the types that it is read into and the words that the pipeline has.</summary>
public sealed class ScenarioSchema : SchemaWriter
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private ScenarioSchema()
    {
    }

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public static string Json { get; } = new ScenarioSchema().Write(typeof(Scenario)).ToJsonString(Readable);

    /// <inheritdoc/>
    protected override JsonObject? Written(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OneOrMore<>))
        {
            var item = type.GetGenericArguments()[0];
            return AnyOf(Of(item), List(Of(item)));
        }

        return type switch
        {
            _ when type == typeof(SignedDuration) => Text($"^-?{DurationPattern}$"),
            _ when type == typeof(DateTimeOffset) => Text($"^{InstantPattern}$"),
            _ when type == typeof(Moment) => Text($@"^(\+{DurationPattern}|{InstantPattern})$"),
            _ when type == typeof(Count) => AnyOf(
                Number(),
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["at_least"] = Number(), ["at_most"] = Number() },
                    ["additionalProperties"] = false,
                    ["minProperties"] = 1,
                }),
            _ => base.Written(type),
        };
    }

    /// <inheritdoc/>
    protected override JsonObject? Said(JsonPropertyInfo property) => (property.DeclaringType.Name, property.Name) switch
    {
        (nameof(Scenario), "settings") => new JsonObject { ["type"] = "object" },
        (nameof(Scenario), "limits") => new JsonObject { ["type"] = "object" },
        (nameof(Step), "limits") => new JsonObject { ["type"] = new JsonArray("object", "string") },
        (nameof(Step), "session_overrides") => AnyOf(new JsonObject { ["type"] = "string" }, Overrides()),
        (nameof(Scenario), "except") => List(OneOf(ScenarioWords.Guarantees)),
        (nameof(Scenario), "workers") => new JsonObject { ["type"] = "object", ["additionalProperties"] = List(OneOf(ScenarioWords.Workers)) },
        (nameof(TrapAct), "failpoint") => OneOf(ScenarioWords.Failpoints),
        (nameof(RedeliverAct), "message") => OneOf(ScenarioWords.Messages.Keys),
        (nameof(CallExpectation), "method") => OneOf(ScenarioWords.Methods),
        (nameof(Expectation), "status") => new JsonObject { ["enum"] = new JsonArray([.. ScenarioWords.Statuses.Select(status => (JsonNode)status)]) },
        (_, "alerts") => Counts(ScenarioWords.Alerts),
        (_, "journal") => Counts(ScenarioWords.Journal),
        _ => null,
    };

    private static JsonObject Overrides()
    {
        var schema = JsonNode.Parse(OverridesSchema.Json)!.AsObject();
        schema.Remove("$schema");
        return schema;
    }

    private const string InstantPattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(Z|[+-][0-9]{2}:[0-9]{2})";

    private JsonObject Counts(IEnumerable<string> names) =>
        new() { ["type"] = "object", ["propertyNames"] = OneOf(names), ["additionalProperties"] = Of(typeof(Count)) };

    private static JsonObject AnyOf(JsonObject one, JsonObject other) => new() { ["anyOf"] = new JsonArray(one, other) };

    private static JsonObject Number() => new() { ["type"] = "integer", ["minimum"] = 0 };
}
