using System.Globalization;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>How the writer's commits get into SQLite's log.</summary>
public sealed class LogWritesTests
{
    private const int Rows = 200;

    private TempFolder folder = null!;
    private SqliteDatabase database = null!;

    [SetUp]
    public void Create()
    {
        folder = new TempFolder();
        database = new SqliteDatabase(folder.File("pipeline.db"));
        using var connection = database.Open();
        Run(connection, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
    }

    [TearDown]
    public void Delete() => folder.Dispose();

    [Test]
    [Platform("Linux", Reason = "the system counts a thread's writes there")]
    public void A_commit_of_hundreds_of_pages_takes_a_few_writes()
    {
        using var plain = database.OpenForWriter();
        var before = WritesOf(() => Commit(plain));
        Assert.That(before, Is.GreaterThan(2 * Rows), "SQLite's own writes, two for each page");

        using var writer = database.OpenForWriter();
        LogWrites.Collect(writer, leavesFlush: false);
        Assert.That(WritesOf(() => Commit(writer)), Is.LessThan(Rows / 10));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void What_was_committed_others_read_and_a_copy_of_the_files_has(bool leavesFlush)
    {
        using var writer = database.OpenForWriter();
        var writes = LogWrites.Collect(writer, leavesFlush);
        Commit(writer);

        Assert.That(writes.TakeFlush(), Is.EqualTo(leavesFlush));
        Assert.That(writes.TakeFlush(), Is.False, "it is asked for once");
        using var reader = database.Open();
        Assert.That(Count(reader), Is.EqualTo(Rows));
        File.Copy(database.Path, folder.File("copy.db"));
        File.Copy(database.Path + "-wal", folder.File("copy.db-wal"));
        using var copy = new SqliteDatabase(folder.File("copy.db")).Open();
        Assert.That(Count(copy), Is.EqualTo(Rows), "what a machine that stops leaves");
    }

    [Test]
    public void A_row_that_is_longer_than_what_is_written_at_once_is_whole()
    {
        using var writer = database.OpenForWriter();
        LogWrites.Collect(writer, leavesFlush: true);
        Run(writer, "INSERT INTO notes (text) VALUES (hex(zeroblob(1000000)))");

        using var reader = database.Open();
        Assert.That(Scalar(reader, "SELECT length(text) FROM notes WHERE text = hex(zeroblob(1000000))"), Is.EqualTo(2_000_000));
    }

    [Test]
    public void What_was_rolled_back_is_in_nobodys_way()
    {
        using var writer = database.OpenForWriter();
        LogWrites.Collect(writer, leavesFlush: true);
        Run(writer, "BEGIN IMMEDIATE", Fill, "ROLLBACK");
        using var other = database.Open();
        Commit(other);
        Commit(writer);

        Assert.That((Count(other), Scalar(other, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")), Is.EqualTo((2 * Rows, 1)));
    }

    [Test]
    public void After_the_log_was_copied_and_begun_anew_commits_go_on()
    {
        using var writer = database.OpenForWriter();
        var writes = LogWrites.Collect(writer, leavesFlush: true);
        for (var i = 1; i <= 5; i++)
        {
            Commit(writer);
            Assert.That(writes.TakeFlush(), Is.True);
            var flushes = writes.SqlitesFlushes;
            Run(writer, "PRAGMA wal_checkpoint(RESTART)");
            Assert.That((writes.TakeFlush(), writes.SqlitesFlushes), Is.EqualTo((false, flushes + 1)), "what is copied to the database is flushed before");
            Run(writer, "UPDATE notes SET text = text || 'x' WHERE id = 1");
            Assert.That((writes.TakeFlush(), writes.SqlitesFlushes), Is.EqualTo((true, flushes + 2)), "as is the head of a log that is begun anew");
            using var reader = database.Open();
            Assert.That(Count(reader), Is.EqualTo(i * Rows));
        }
    }

    [Test]
    public void A_step_that_wrote_nothing_leaves_nothing_to_flush()
    {
        using var writer = database.OpenForWriter();
        var writes = LogWrites.Collect(writer, leavesFlush: true);
        Run(writer, "BEGIN IMMEDIATE", "COMMIT");

        Assert.That(writes.TakeFlush(), Is.False);
    }

    // SQLite does that where its cache is small, and is told not to.
    [Test]
    public void Whoever_would_write_before_it_commits_fails_and_harms_nobody()
    {
        using (var writer = database.OpenForWriter())
        {
            LogWrites.Collect(writer, leavesFlush: true);
            Run(writer, "PRAGMA cache_spill=ON", "PRAGMA cache_spill=1", "PRAGMA cache_size=5", "BEGIN IMMEDIATE");

            Assert.That(() => Run(writer, Fill, "UPDATE notes SET text = text || 'x'", Fill, "COMMIT"), Throws.TypeOf<SqliteException>().With.Property(nameof(SqliteException.SqliteErrorCode)).EqualTo(10));
        }

        using var other = database.Open();
        Commit(other);
        Assert.That((Count(other), Scalar(other, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")), Is.EqualTo((Rows, 1)));
    }

    private static string Fill => $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) INSERT INTO notes (text) SELECT hex(zeroblob(2000)) FROM n";

    private static void Commit(SqliteConnection connection) => Run(connection, "BEGIN IMMEDIATE", Fill, "COMMIT");

    private static long Count(SqliteConnection connection) => Scalar(connection, "SELECT count(*) FROM notes");

    private static long Scalar(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, params string[] statements)
    {
        using var command = connection.CreateCommand();
        foreach (var statement in statements)
        {
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    // Calls of the kernel that write, by this thread.
    private static long WritesOf(Action act)
    {
        var before = Written();
        act();
        return Written() - before;

        static long Written() => long.Parse(
            File.ReadLines("/proc/thread-self/io").Single(line => line.StartsWith("syscw:", StringComparison.Ordinal)).AsSpan("syscw:".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
