using Pipeline.Host.Options;

namespace Pipeline.Host.Scenarios;

/// <summary>The file that <c>pipeline simulate</c> writes when something breaks. Whoever reads it meanwhile finds a whole scenario.</summary>
/// <param name="path">As the command line names it.</param>
internal sealed class BrokenScenarioFile(string path)
{
    private readonly string aside = path + ".new";

    public string Path => path;

    /// <summary>Whether there is a scenario of this run in it.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Tries whether it can be written, since it is wanted only after hours, and leaves nothing behind.</summary>
    /// <exception cref="OptionException">It can't.</exception>
    public void ThrowIfNotWritable()
    {
        if (path.Length == 0)
        {
            throw new OptionException("simulate: --out: '' names no file");
        }

        if (!Directory.Exists(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))))
        {
            throw new OptionException($"simulate: --out {path}: there is no such folder");
        }

        if (Directory.Exists(path))
        {
            throw new OptionException($"simulate: --out {path}: that is a folder; name a file in it");
        }

        try
        {
            new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"simulate: --out {path} can't be written: {e.Message}", e);
        }
    }

    public void Write(string scenario)
    {
        File.WriteAllText(aside, scenario);
        File.Move(aside, path, overwrite: true);
        IsWritten = true;
    }
}
