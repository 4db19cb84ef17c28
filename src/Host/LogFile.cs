using System.Collections.Concurrent;
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

    // The lock of a part of a file keeps other processes out, and not the same one.
    private static readonly ConcurrentDictionary<string, bool> OfThisProcess = new();

    private readonly FileStream? taken;

    private LogFile(string path, FileStream? taken) => (Path, this.taken) = (path, taken);

    public string Path { get; }

    /// <summary>Whether it is kept from others. It is not where nothing can be written in the folder, and no line of the process either: that ends no process that trades.</summary>
    public bool IsKept => taken is not null;

    /// <summary>The first that nobody writes to: <c>pipeline-ROLE.jsonl</c>, else <c>pipeline-ROLE-2.jsonl</c> and so on.</summary>
    public static LogFile Take(string folder, string role)
    {
        for (var number = 1; number <= Most; number++)
        {
            var path = PathOf(folder, role, number);
            if (OfThisProcess.TryAdd(path, true))
            {
                if (Lock(System.IO.Path.ChangeExtension(path, ".lock")) is { } taken)
                {
                    return new LogFile(path, taken);
                }

                OfThisProcess.TryRemove(path, out _);
            }
        }

        return new LogFile(PathOf(folder, role, 1), null);
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        // The file's own sink writes; this one is disposed with it.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (taken is not null)
        {
            taken.Dispose();
            OfThisProcess.TryRemove(Path, out _);
        }
    }

    private static string PathOf(string folder, string role, int number) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, number == 1 ? $"pipeline-{role}.jsonl" : $"pipeline-{role}-{number}.jsonl"));

    // Of its first byte: whoever reads a whole folder may read this file too. On a Mac nobody can lock a part, and two processes there need folders of their own.
    private static FileStream? Lock(string path)
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (!OperatingSystem.IsMacOS() && !OperatingSystem.IsIOS() && !OperatingSystem.IsTvOS())
            {
                file.Lock(0, 1);
            }

            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process has it, or it is another user's.
            file?.Dispose();
            return null;
        }
    }
}
