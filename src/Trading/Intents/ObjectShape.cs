using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Messages;

namespace Pipeline.Trading.Intents;

/// <summary>One field of an object: its name in JSON, its property and what the property's attributes demand.</summary>
internal sealed record FieldShape(JsonPropertyInfo Property, FieldRules Rules)
{
    public string Name => Property.Name;

    /// <summary>The type of a value that is there, <c>decimal</c> for a <c>decimal?</c>.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;
}

/// <summary>The fields of a type, as the pipeline's JSON names them.</summary>
internal sealed class ObjectShape
{
    private static readonly ConcurrentDictionary<Type, ObjectShape> Known = new();

    private readonly JsonTypeInfo _info;

    private ObjectShape(Type type)
    {
        _info = PipelineJson.Options.GetTypeInfo(type);
        Fields = _info.Properties
            .Select(property => new FieldShape(property, FieldRules.Of(property.AttributeProvider!)))
            .ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
        Required = [.. _info.Properties.Where(property => property.IsRequired).Select(property => property.Name)];
        Names = string.Join(", ", _info.Properties.Select(property => property.Name));
    }

    public FrozenDictionary<string, FieldShape> Fields { get; }

    /// <summary>The names that must be there, in the order of the type.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>All names in the order of the type, for a sentence.</summary>
    public string Names { get; }

    public static ObjectShape Of(Type type) => Known.GetOrAdd(type, t => new ObjectShape(t));

    /// <summary>What a C# name is called in the document.</summary>
    public static string Name(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>An object with the type's defaults, to be filled.</summary>
    public object Blank() => _info.CreateObject!();
}
