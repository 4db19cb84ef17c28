namespace Pipeline.Faults;

/// <summary>The folder of one run: the data of its processes and what they printed.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly bool keep;
    private readonly Action<string> say;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pipeline-faults-");

    public RunFolder(bool keep, Action<string> say)
    {
        (this.keep, this.say) = (keep, say);
        Data = folder.CreateSubdirectory("data").FullName;
    }

    /// <summary>The folder of the data. What processes print goes beside it.</summary>
    public string Data { get; }

    public void Dispose()
    {
        if (keep)
        {
            say($"kept {folder.FullName}");
        }
        else
        {
            folder.Delete(recursive: true);
        }
    }
}
