using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// A store's write-ahead log as a file: whoever flushes it has all on the disk that any process has committed. A process that commits before it flushes holds a lock on its first byte until it has, so
/// that whoever reads what it has committed knows that it may not be on the disk yet. The lock is of the open file, and goes with it, also when a process dies.
/// A failure of the disk is told once to each open file: who flushes therefore has one of its own, and keeps it.
/// Source: "Open file description locks" in fcntl(2), fsync(2). SQLite itself locks nothing in its log.
/// </summary>
internal sealed partial class LogHandle : IDisposable
{
    private const int AskForLock = 36;
    private const int TakeLock = 37;
    private const short Shared = 0;
    private const short Exclusive = 1;
    private const short None = 2;
    private const int Interrupted = 4;
    private const int Invalid = 22;
    private const int NotSupported = 95;

    private readonly SafeFileHandle file;
    private bool isTelling;

    private LogHandle(SafeFileHandle file) => this.file = file;

    /// <summary>
    /// The log of a connection's database, as SQLite names it. Null where there is no log, so that nothing in it can be unflushed, and where the system has no such locks, so that nobody commits
    /// before it flushes.
    /// </summary>
    /// <param name="connection">One that has read its file: as long as it is open, the log is not put away.</param>
    /// <exception cref="StoreUnavailableException">It can't be opened.</exception>
    public static LogHandle? Of(sqlite3 connection) => Open(raw.sqlite3_db_filename(connection, "main").utf8_to_string() + "-wal");

    /// <param name="path">Path of the log.</param>
    /// <exception cref="StoreUnavailableException">It can't be opened.</exception>
    public static LogHandle? Open(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        try
        {
            return new LogHandle(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The store's log can't be opened: {e.Message}", e);
        }
    }

    /// <summary>Tells others that commits of this process may not be on the disk yet. False where that can't be told, or not now.</summary>
    public bool TryTell() => isTelling || (isTelling = Lock(Shared));

    /// <summary>They are on the disk.</summary>
    public void EndTelling() => isTelling = isTelling && !Lock(None);

    /// <summary>Whether somebody tells that over another open file. Where it can't be asked, somebody may.</summary>
    public bool OthersTell()
    {
        var wanted = new FileLock { Type = Exclusive, Length = 1 };
        return Control(file, AskForLock, ref wanted) == 0 ? wanted.Type != None : Marshal.GetLastPInvokeError() is not (Invalid or NotSupported);
    }

    /// <summary>Has all on the disk that is in the log. (The runtime's own call passes over some errors, one of them that of a file system which has stopped writing.)</summary>
    /// <exception cref="IOException">The disk failed: nobody knows what is on it.</exception>
    public void Flush() => Flush(file);

    /// <inheritdoc cref="Flush()"/>
    public static void Flush(SafeFileHandle file)
    {
        while (Synchronize(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var error and not Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public void Dispose() => file.Dispose();

    private bool Lock(short type)
    {
        var wanted = new FileLock { Type = type, Length = 1 };
        return Control(file, TakeLock, ref wanted) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, ref FileLock wanted);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);

    /// <summary>The system's <c>struct flock</c>, of 64 bits.</summary>
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
