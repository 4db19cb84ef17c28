using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// Refuses nulls wherever a document has a place for a value. The serializer alone lets them pass in lists and maps, and takes
/// null for an absent field.
/// </summary>
internal static class Nulls
{
    /// <param name="value">The document, or a part of it.</param>
    /// <param name="type">What it is read into; null where a converter reads it, and no null is a value.</param>
    /// <param name="path">Its place.</param>
    /// <exception cref="ScriptException">There is a null, or a text that is none.</exception>
    public static void Refuse(JsonElement value, Type? type, string path)
    {
        if (type == typeof(JsonElement))
        {
            // Anybody's JSON, which goes to others as it is.
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                throw new ScriptException($"{path}: null is no value; leave out what is not to be said");
            case JsonValueKind.String when !IsText(value):
                throw new ScriptException($"{path}: the text has half of a character, a surrogate without its other half");
            case JsonValueKind.Object when KindOf(type) is var info:
                foreach (var (name, member) in Members(value, path))
                {
                    if (MemberType(info, name, out var of))
                    {
                        Refuse(member, of, $"{path}.{name}");
                    }
                }

                break;
            case JsonValueKind.Array when KindOf(type) is var info:
                var i = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Refuse(item, info?.Kind == JsonTypeInfoKind.Enumerable ? info.ElementType : null, $"{path}[{i++}]");
                }

                break;
        }
    }

    private static JsonTypeInfo? KindOf(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type is null || type == typeof(JsonElement) ? null : ScriptJson.Options.GetTypeInfo(type);
    }

    // A field that nobody knows is refused by its name later on.
    private static bool MemberType(JsonTypeInfo? info, string name, out Type? type)
    {
        var property = info?.Kind == JsonTypeInfoKind.Object ? info.Properties.FirstOrDefault(property => property.Name == name) : null;
        type = info?.Kind switch
        {
            JsonTypeInfoKind.Object => property?.PropertyType,
            JsonTypeInfoKind.Dictionary => info.ElementType,
            _ => null,
        };
        return info?.Kind != JsonTypeInfoKind.Object || property is not null;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException)
            {
                throw new ScriptException($"{path}: the name of a field has half of a character, a surrogate without its other half");
            }

            yield return (name, member.Value);
        }
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
