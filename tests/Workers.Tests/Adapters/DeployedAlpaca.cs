using System.Text;
using Pipeline.Venues.Versions;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>Alpaca's adapter as it was built here, in a folder of adapters under any version.</summary>
internal static class DeployedAlpaca
{
    private const string Assembly = "Pipeline.Venues.Alpaca.dll";

    /// <summary>Puts it there, and tells what the configuration calls it.</summary>
    public static AdapterName Deploy(TempFolder folder, char version)
    {
        var path = folder.File($"alpaca/{version}");
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, Assembly), Renumbered(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Assembly)), version));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Pipeline.Venues.Kit.dll"), Path.Combine(path, "Pipeline.Venues.Kit.dll"));
        return new AdapterName("alpaca", $"{version}", AdapterFolder.Read(path).Sha256);
    }

    // The version is an attribute of the assembly, two texts with their lengths before them: scripts/build-adapter would build anew for a single letter.
    private static byte[] Renumbered(byte[] assembly, char version)
    {
        var key = Encoding.UTF8.GetBytes("\u000eAdapterVersion\u0001");
        var at = assembly.AsSpan().IndexOf(key);
        assembly[at < 0 ? throw new InvalidOperationException("The assembly has no version of one letter") : at + key.Length] = (byte)version;
        return assembly;
    }
}
