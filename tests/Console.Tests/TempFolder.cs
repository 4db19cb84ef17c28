namespace Pipeline.WebConsole.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipeline-console-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
