using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Store.Writing;

/// <summary>
/// A store's write-ahead log as a file: whoever flushes it has all on the disk that any process has committed. A process that commits before it flushes holds a lock on its first byte, so that
/// whoever reads what it has committed knows that it may not be on the disk yet. The lock is of the open file, and goes with it, also when a process dies.
/// Source: "Open file description locks" in fcntl(2). SQLite itself locks nothing in its log.
/// </summary>
internal sealed partial class LogHandle : IDisposable
{
    private const int AskForLock = 36;
    private const int TakeLock = 37;
    private const short Shared = 0;
    private const short Exclusive = 1;
    private const short None = 2;

    private readonly SafeFileHandle file;

    private LogHandle(SafeFileHandle file) => this.file = file;

    /// <summary>Null where there is no log, so that nothing in it can be unflushed, and where the system has no such locks, so that nobody commits before it flushes.</summary>
    /// <param name="database">Path of the database.</param>
    public static LogHandle? Open(string database)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        try
        {
            return new LogHandle(File.OpenHandle(database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Tells others that commits of this process may not be on the disk yet. False where the file's system has no such locks.</summary>
    public bool TryTell()
    {
        var wanted = new FileLock { Type = Shared, Length = 1 };
        return Control(file, TakeLock, ref wanted) == 0;
    }

    /// <summary>Whether somebody else tells that.</summary>
    public bool OthersTell()
    {
        var wanted = new FileLock { Type = Exclusive, Length = 1 };
        return Control(file, AskForLock, ref wanted) == 0 && wanted.Type != None;
    }

    /// <exception cref="IOException">The disk failed: nobody knows what is on it.</exception>
    public void Flush() => RandomAccess.FlushToDisk(file);

    public void Dispose() => file.Dispose();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, ref FileLock wanted);

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
