using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Venues.Versions;

/// <summary>
/// One version of an adapter on disk: a folder with its assemblies. It is read once; what was read is hashed, and what was hashed is loaded, so that
/// nothing can change in between.
/// </summary>
public sealed class AdapterFolder
{
    private readonly string path;
    private readonly SortedDictionary<string, byte[]> files;

    private AdapterFolder(string path, SortedDictionary<string, byte[]> files)
    {
        (this.path, this.files) = (path, files);
        Sha256 = HashOf(files);
    }

    /// <summary>The hash of its files with their names, in lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="AdapterException">There is no such folder, or nothing in it.</exception>
    public static AdapterFolder Read(string path)
    {
        try
        {
            var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            {
                files.Add(Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(file));
            }

            return files.Count > 0 ? new AdapterFolder(path, files) : throw new AdapterException($"{path} has no files; scripts/build-adapter fills it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AdapterException($"{path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>Loads an adapter from <c>VENUE/VERSION</c> below a folder of adapters.</summary>
    /// <exception cref="AdapterException">Its files are not those of the hash, or are no such adapter.</exception>
    public static IVenueAdapter Load(string adapters, AdapterName name)
    {
        var folder = Read(Path.Combine(adapters, name.Venue, name.Version));
        if (folder.Sha256 != name.Sha256)
        {
            throw new AdapterException(
                $"{name.Adapter}: the files of {folder.path} have the hash {folder.Sha256}, and the configuration demands {name.Sha256}. "
                + "Somebody has changed them, or the configuration is of another build; nothing of it was loaded.");
        }

        var adapter = folder.Find();
        return adapter.Capabilities.Adapter == name.Adapter
            ? adapter
            : throw new AdapterException($"{folder.path} says of itself that it is {adapter.Capabilities.Adapter}, not {name.Adapter}");
    }

    private IVenueAdapter Find()
    {
        var context = new AdapterLoadContext(path, files);
        try
        {
            var types = context.Own().SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsAbstract && typeof(IVenueAdapter).IsAssignableFrom(type)).ToList();
            return types is [var type]
                ? (IVenueAdapter)Activator.CreateInstance(type)!
                : throw new AdapterException($"{path} has {types.Count} public classes that are an {nameof(IVenueAdapter)}; it takes exactly one");
        }
        catch (Exception e) when (e is BadImageFormatException or FileNotFoundException or TypeLoadException or MissingMethodException or TargetInvocationException)
        {
            throw new AdapterException($"{path} was not built for this version of the pipeline: {e.Message}", e);
        }
    }

    private static string HashOf(SortedDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{Convert.ToHexStringLower(SHA256.HashData(bytes))}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
