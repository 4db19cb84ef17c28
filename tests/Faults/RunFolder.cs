namespace Pipeline.Faults;

/// <summary>The folder of one run: the data of its processes and what they printed.</summary>
internal sealed class RunFolder(bool keep, Action<string> say) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pipeline-faults-");

    public string Path => folder.FullName;

    public void Dispose()
    {
        if (keep)
        {
            say($"kept {Path}");
        }
        else
        {
            folder.Delete(recursive: true);
        }
    }
}
