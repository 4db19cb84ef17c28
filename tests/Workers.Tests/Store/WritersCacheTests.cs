using NUnit.Framework;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What a writer keeps of its database in memory.</summary>
public sealed class WritersCacheTests
{
    private const string CacheSize = "PRAGMA cache_size";

    [TestCase(1L << 30, -16_000)]
    [TestCase((1L << 30) + 4096, -128_000)]
    public void Of_a_file_that_reaches_beyond_a_gigabyte_it_keeps_more(long length, int cache)
    {
        using var folder = new TempFolder();
        var database = new SqliteDatabase(Path.Combine(folder.Path, "pipeline.db"));
        using (database.Open())
        {
        }

        // SQLite goes by the length in the file's head, so that what stands behind it is in nobody's way.
        using (var file = File.OpenWrite(database.Path))
        {
            file.SetLength(length);
        }

        using var writer = database.OpenForWriter();
        using var command = writer.CreateCommand();
        command.CommandText = CacheSize;

        Assert.That(command.ExecuteScalar(), Is.EqualTo(cache));
    }
}
