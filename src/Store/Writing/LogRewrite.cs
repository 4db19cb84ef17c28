using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// Writes a log again as it is, after a flush of it has failed: a system that could not write a page takes it for written from then on, and says of the next flush that all is well. So nothing
/// may be added behind such pages, nor copied from them to the database, before they were written once more; the same bytes are in no reader's way.
/// Source: https://www.sqlite.org/walformat.html, "The WAL File Format", "The Checksum Algorithm"; https://www.sqlite.org/pragma.html#pragma_wal_checkpoint.
/// </summary>
internal static class LogRewrite
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    /// <param name="database">The store.</param>
    /// <exception cref="StoreUnavailableException">It can't be done now, or what was in the log can't be read as it was written.</exception>
    public static void Rewrite(SqliteDatabase database)
    {
        try
        {
            using var connection = database.Open();
            using var alone = connection.BeginTransaction(deferred: false);
            var path = raw.sqlite3_db_filename(connection.Handle!, "main").utf8_to_string();
            Rewrite(path + "-wal", NewestFrameOf(database));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StoreUnavailableException($"After the disk failed, the log of {database.Path} can't be written again yet: {e.Message}", e);
        }
    }

    /// <param name="path">The log.</param>
    /// <param name="frames">How many of its frames are in force.</param>
    /// <exception cref="IOException">The disk failed, or has lost what was written.</exception>
    internal static void Rewrite(string path, uint frames)
    {
        if (frames == 0)
        {
            return;
        }

        using var log = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var header = Read(log, 0, HeaderSize);
        var page = (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
        var checksum = new Checksum(isBigEndian: (header[3] & 1) == 1);
        checksum.Add(header.AsSpan(0, 24));
        Check(checksum.Is(header.AsSpan(24)), 0);
        RandomAccess.Write(log, header, 0);
        for (var number = 1L; number <= frames; number++)
        {
            var at = HeaderSize + ((number - 1) * (FrameHeaderSize + page));
            var frame = Read(log, at, FrameHeaderSize + page);
            checksum.Add(frame.AsSpan(0, 8));
            checksum.Add(frame.AsSpan(FrameHeaderSize));
            Check(frame.AsSpan(8, 8).SequenceEqual(header.AsSpan(16, 8)) && checksum.Is(frame.AsSpan(16)), number);
            RandomAccess.Write(log, frame, at);
        }

        LogHandle.Flush(log);
    }

    // By a connection of its own, since one that writes can't ask. The index beside the log says it, too, but nobody may open that: to close it would undo every lock that SQLite has there in this process.
    private static uint NewestFrameOf(SqliteDatabase database)
    {
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(NOOP)";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (uint)reader.GetInt64(1);
    }

    private static byte[] Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, long at, int length)
    {
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var more = RandomAccess.Read(file, bytes.AsSpan(done), at + done);
            done += more > 0 ? more : throw new IOException("it ends too early");
        }

        return bytes;
    }

    private static void Check(bool isAsWritten, long frame)
    {
        if (!isAsWritten)
        {
            throw new IOException($"page {frame} of it is not what was written: what came from there on was told as nobody knows whether it was recorded, and is lost. Stop every process, look to the disk, and start again or restore a backup");
        }
    }

    private sealed class Checksum(bool isBigEndian)
    {
        private uint first;
        private uint second;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i += 8)
            {
                unchecked
                {
                    first += Word(bytes[i..]) + second;
                    second += Word(bytes[(i + 4)..]) + first;
                }
            }
        }

        public bool Is(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadUInt32BigEndian(stored) == first && BinaryPrimitives.ReadUInt32BigEndian(stored[4..]) == second;

        private uint Word(ReadOnlySpan<byte> bytes) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
