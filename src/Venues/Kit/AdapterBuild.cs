using System.ComponentModel;
using System.Reflection;
using System.Text.Json;

namespace Pipeline.Venues.Kit;

/// <summary>What an adapter that is a part of its own needs to come into being.</summary>
public static class AdapterBuild
{
    private const string VersionKey = "AdapterVersion";

    /// <summary>The version that an adapter's assembly was built as (property <c>AdapterVersion</c> of its project).</summary>
    /// <exception cref="InvalidOperationException">It was built as none.</exception>
    public static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == VersionKey)?.Value
        ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no {VersionKey}; its project states one as assembly metadata");

    /// <summary>Makes options of settings by their names in snake_case. What is not among them keeps its default.</summary>
    /// <exception cref="FormatException">A value is none of its property's type.</exception>
    public static T OptionsOf<T>(IReadOnlyDictionary<string, string> values)
        where T : new()
    {
        var options = new T();
        foreach (var property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (!values.TryGetValue(name, out var text))
            {
                continue;
            }

            try
            {
                property.SetValue(options, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(text));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
            {
                throw new FormatException($"{name}: '{text}' is no {property.PropertyType.Name}", e);
            }
        }

        return options;
    }
}
