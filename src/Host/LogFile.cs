using Serilog.Core;
using Serilog.Events;

namespace Pipeline.Host;

/// <summary>
/// A file for the lines of one process, kept from others until its logger is disposed or the process is gone: two processes that write to one file at the same time, as an old and a new one
/// over one folder, would write over each other's lines.
/// </summary>
internal sealed class LogFile : ILogEventSink, IDisposable
{
    private const int Most = 100;

    private readonly FileStream taken;

    private LogFile(string path, FileStream taken) => (Path, this.taken) = (path, taken);

    public string Path { get; }

    /// <summary>The first that nobody writes to: <c>pipeline-ROLE.jsonl</c>, else <c>pipeline-ROLE-2.jsonl</c> and so on.</summary>
    /// <exception cref="IOException">None is to be had.</exception>
    public static LogFile Take(string folder, string role)
    {
        Directory.CreateDirectory(folder);
        for (var number = 1; ; number++)
        {
            var name = System.IO.Path.Combine(folder, number == 1 ? $"pipeline-{role}" : $"pipeline-{role}-{number}");
            try
            {
                return new LogFile(name + ".jsonl", new FileStream(name + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (number < Most && File.Exists(name + ".lock"))
            {
                // Another process has it.
            }
        }
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        // The file's own sink writes; this one is disposed with it.
    }

    /// <inheritdoc/>
    public void Dispose() => taken.Dispose();
}
