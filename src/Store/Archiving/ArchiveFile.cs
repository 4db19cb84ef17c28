using System.Security.Cryptography;

namespace Pipeline.Store.Archiving;

/// <summary>A file of an archive while it is written: batch after batch, each on disk and read back before it counts.</summary>
internal sealed class ArchiveFile : IDisposable
{
    private readonly FileStream stream;

    /// <exception cref="IOException">It can't be made, or there is one already: what is in an archive is never written over.</exception>
    public ArchiveFile(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            // It says what the store says, and stands where whoever archives wants it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        stream = new FileStream(Path, options);
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Where the next batch begins.</summary>
    public long End { get; private set; }

    /// <summary>Writes a batch after those that count, waits until the disk has it, and reads it back.</summary>
    public byte[] Write(byte[] batch)
    {
        stream.SetLength(End);
        stream.Position = End;
        stream.Write(batch);
        stream.Flush(flushToDisk: true);
        return Read(Path, End, batch.Length);
    }

    /// <summary>Has the batch that was written last count.</summary>
    /// <returns>Where it begins.</returns>
    public long Keep(long bytes) => (End += bytes) - bytes;

    /// <summary>Has the batch that was kept last count no more: the store has it still.</summary>
    public void GiveUp(long bytes) => End -= bytes;

    /// <summary>Reads a piece of a file.</summary>
    /// <exception cref="IOException">There is no such file, or no such piece in it.</exception>
    public static byte[] Read(string path, long at, long bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var piece = new byte[bytes];
        file.Position = at;
        file.ReadExactly(piece);
        return piece;
    }

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // What does not count is a copy of what the store has.
    public void Dispose()
    {
        stream.SetLength(End);
        stream.Dispose();
        if (End == 0)
        {
            File.Delete(Path);
        }
    }
}
