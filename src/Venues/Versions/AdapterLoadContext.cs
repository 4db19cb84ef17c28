using System.Reflection;
using System.Runtime.Loader;

namespace Pipeline.Venues.Versions;

/// <summary>
/// Where one version's assemblies live. Two versions have each its own, of the kit too; the ports, the messages and what they are counted and logged
/// with are the pipeline's.
/// </summary>
internal sealed class AdapterLoadContext(string path, IReadOnlyDictionary<string, byte[]> files) : AssemblyLoadContext(path)
{
    private static readonly string[] Shared =
    [
        "Pipeline.Venues", "Pipeline.Messages", "Pipeline.Metering", "Prometheus.NetStandard", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    ];

    /// <summary>The assemblies that are this version's own.</summary>
    public IEnumerable<Assembly> Own() => files.Keys.Where(IsAssembly).Select(Path.GetFileNameWithoutExtension).Where(name => !Shared.Contains(name)).ToList()
        .Select(name => LoadFromAssemblyName(new AssemblyName(name!)));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Shared.Contains(assemblyName.Name) || !files.TryGetValue($"{assemblyName.Name}.dll", out var bytes))
        {
            return null;
        }

        using var image = new MemoryStream(bytes, writable: false);
        return LoadFromStream(image);
    }

    private static bool IsAssembly(string file) => file.EndsWith(".dll", StringComparison.Ordinal) && !file.Contains('/', StringComparison.Ordinal);
}
