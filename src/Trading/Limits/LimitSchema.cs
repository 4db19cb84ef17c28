using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Limits;

/// <summary>The JSON Schema of a limits file, written from the limits that <see cref="LimitFile"/> reads.</summary>
public static class LimitSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>JSON Schema, draft 2020-12.</summary>
    public static string Json { get; } = Create().ToJsonString(Readable);

    private static JsonObject Create() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Limits",
        ["description"] = "The operator's limits. Every limit that an order falls under counts, so that the tightest wins.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string", ["description"] = "The schema of this file, for editors. Not read." },
            ["changed_by"] = new JsonObject
            {
                ["description"] = "Who has changed this file last. It stands in the journal with the change.",
                ["type"] = "string", ["pattern"] = IntentLimits.NamePattern, ["minLength"] = 1, ["maxLength"] = IntentLimits.MaxName,
            },
            ["why"] = new JsonObject
            {
                ["description"] = "Why. It stands in the journal with the change.", ["type"] = "string", ["minLength"] = 1, ["maxLength"] = FileChange.LongestWhy,
            },
            ["allotment"] = new JsonObject
            {
                ["description"] = "The share of the shared global limits that this store has, where several stores trade under them. Default 1.",
                ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 1,
            },
            ["global"] = Set(ScopeKind.Global, "Limits of everything that goes through this store."),
            ["accounts"] = Sets(ScopeKind.Accounts, IntentLimits.NamePattern, "Limits by account."),
            ["strategies"] = Sets(ScopeKind.Strategies, IntentLimits.NamePattern, "Limits by strategy."),
            ["symbols"] = Sets(ScopeKind.Symbols, AllLimits.SymbolPattern, "Limits by symbol, in upper case."),
        },
        ["additionalProperties"] = false,
        ["$defs"] = new JsonObject(AllLimits.All.Select(limit => KeyValuePair.Create(limit.Name, (JsonNode?)Of(limit)))
            .Append(KeyValuePair.Create("waived", (JsonNode?)Waived()))),
    };

    private static JsonObject Sets(ScopeKind kind, string names, string description) => new()
    {
        ["description"] = description, ["type"] = "object", ["propertyNames"] = new JsonObject { ["pattern"] = names }, ["additionalProperties"] = Set(kind, null),
    };

    private static JsonObject Set(ScopeKind kind, string? description)
    {
        var set = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(AllLimits.All.Where(limit => limit.Scopes.Contains(kind))
                .Select(limit => KeyValuePair.Create(limit.Name, (JsonNode?)new JsonObject { ["$ref"] = $"#/$defs/{limit.Name}" }))),
            ["additionalProperties"] = false,
        };
        if (description is not null)
        {
            set.Insert(0, "description", description);
        }

        return set;
    }

    private static JsonObject Of(Limit limit) => new()
    {
        ["description"] = limit.Meaning, ["anyOf"] = new JsonArray(limit.Schema(), new JsonObject { ["$ref"] = "#/$defs/waived" }),
    };

    private static JsonObject Waived() => new()
    {
        ["description"] = "The limit is not wanted, and why.",
        ["type"] = "object",
        ["properties"] = new JsonObject { ["waived"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 500 } },
        ["required"] = new JsonArray("waived"),
        ["additionalProperties"] = false,
    };
}
