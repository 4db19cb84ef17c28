using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Pipeline.Faults.Matrix;

/// <summary>
/// What a power cut may leave of a store's write-ahead log: everything up to the last commit that somebody relied on, or that was copied to the database, before
/// which SQLite has the log synced, and any part of what comes after.
/// </summary>
internal static class WalCut
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    // nBackfillAttempted of the log's index, by https://www.sqlite.org/walformat.html#the_wal_index_file_format.
    private const int CopiedAt = 128;

    /// <summary>Cuts the log at a random byte after the last commit that holds an order of these.</summary>
    /// <returns>How many bytes were cut off.</returns>
    public static long AtRandom(string store, IReadOnlyCollection<string> orders, Random random)
    {
        var log = store + "-wal";
        var bytes = File.ReadAllBytes(log);
        var copied = Copied(store + "-shm", bytes);

        // The index of the log lives in shared memory, which no power cut survives.
        File.Delete(store + "-shm");
        var commits = Commits(bytes);
        var needed = commits.Append(0).Order().First(end => end >= copied && Holds(store, end, orders));
        var unneeded = commits.DefaultIfEmpty(0).Max() - needed;
        var left = random.NextInt64(unneeded + 1);
        using var file = File.OpenWrite(log);
        file.SetLength(needed + left);
        return unneeded - left;
    }

    /// <summary>The offsets at which a commit ends, by the format of the log: https://www.sqlite.org/fileformat2.html#walformat.</summary>
    private static List<long> Commits(ReadOnlySpan<byte> log)
    {
        var commits = new List<long>();
        if (log.Length < HeaderSize)
        {
            return commits;
        }

        var frameSize = FrameHeaderSize + BinaryPrimitives.ReadInt32BigEndian(log[8..]);
        var salt = log[16..24];
        for (var at = HeaderSize; at + frameSize <= log.Length; at += frameSize)
        {
            // Frames with another salt are left from before the log was last started over.
            if (!log[(at + 8)..(at + 16)].SequenceEqual(salt))
            {
                break;
            }

            if (BinaryPrimitives.ReadInt32BigEndian(log[(at + 4)..]) != 0)
            {
                commits.Add(at + frameSize);
            }
        }

        return commits;
    }

    // The offset up to which the log may have been copied to the database.
    private static long Copied(string index, ReadOnlySpan<byte> log)
    {
        var frames = log.Length < HeaderSize || !File.Exists(index) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(File.ReadAllBytes(index).AsSpan(CopiedAt));
        return frames == 0 ? 0 : HeaderSize + (frames * (long)(FrameHeaderSize + BinaryPrimitives.ReadInt32BigEndian(log[8..])));
    }

    private static bool Holds(string store, long end, IReadOnlyCollection<string> orders)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-wal-");
        try
        {
            var copy = Path.Combine(folder.FullName, "copy.db");
            File.Copy(store, copy);
            File.Copy(store + "-wal", copy + "-wal");
            using (var log = File.OpenWrite(copy + "-wal"))
            {
                log.SetLength(end);
            }

            using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
            connection.Open();
            return Orders(connection).IsSupersetOf(orders);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static HashSet<string> Orders(SqliteConnection connection)
    {
        var held = new HashSet<string>();
        using var command = connection.CreateCommand();

        // Of a new store the cut may leave nothing, not even its tables.
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name = 'orders'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return held;
        }

        command.CommandText = "SELECT cl_ord_id FROM orders";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            held.Add(rows.GetString(0));
        }

        return held;
    }
}
