namespace Pipeline.Venues.Paper.Tests;

/// <summary>A directory that lives as long as a test.</summary>
internal sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paper");

    public string File(string name) => Path.Combine(_directory.FullName, name);

    public string Write(string name, params string[] lines)
    {
        System.IO.File.WriteAllLines(File(name), lines);
        return File(name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
