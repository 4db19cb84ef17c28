using System.ComponentModel;
using System.Reflection;
using Pipeline.Store;

namespace Pipeline.Host.Options;

/// <summary>One setting under its three names: a flag, an environment variable and a key of the configuration file.</summary>
/// <param name="Section">The options class's word; empty for the host's own and the bus's, which need no prefix.</param>
/// <param name="Property">The property that holds it.</param>
public sealed record OptionSetting(string Section, PropertyInfo Property)
{
    private string Word => OwnName ?? (Section.Length == 0 ? Name : $"{Section}_{Name}");

    private string Name => Columns.SnakeCase(Property.Name);

    /// <summary>A name without its section, for a setting that concerns more than its section.</summary>
    private string? OwnName => Property.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName;

    public string Flag => "--" + Word.Replace('_', '-');

    public string Variable => "PIPELINE_" + Word.ToUpperInvariant();

    /// <summary>Path in the configuration file: <c>section.name</c>.</summary>
    public string Key => OwnName ?? (Section.Length == 0 ? Name : $"{Section}.{Name}");

    public string Description => Property.GetCustomAttribute<DescriptionAttribute>()?.Description
        ?? throw new InvalidOperationException($"{Property.ReflectedType!.Name}.{Property.Name} has no description");
}
