using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>A log that is written again after the disk has failed.</summary>
public sealed class LogRewriteTests
{
    private const int PageAndHead = 4096 + 24;
    private const int Head = 32;

    private TempFolder folder = null!;
    private SqliteConnection writer = null!;
    private string log = null!;

    [SetUp]
    public void Create()
    {
        folder = new TempFolder();
        var database = new SqliteDatabase(folder.File("pipeline.db"));
        writer = database.Open();
        for (var i = 0; i < 3; i++)
        {
            using var command = writer.CreateCommand();
            command.CommandText = $"CREATE TABLE notes{i} (id INTEGER PRIMARY KEY, text TEXT NOT NULL)";
            command.ExecuteNonQuery();
        }

        log = database.Path + "-wal";
    }

    [TearDown]
    public void Delete()
    {
        writer.Dispose();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private uint Frames => (uint)((new FileInfo(log).Length - Head) / PageAndHead);

    [Test]
    public void It_has_the_same_bytes_and_each_of_them_was_written()
    {
        var before = Bytes();
        File.SetLastWriteTimeUtc(log, DateTime.UnixEpoch);

        LogRewrite.Rewrite(log, Frames);

        Assert.That(Bytes(), Is.EqualTo(before));
        Assert.That(File.GetLastWriteTimeUtc(log), Is.Not.EqualTo(DateTime.UnixEpoch));
    }

    [Test]
    public void Of_a_store_it_is_the_log_up_to_its_newest_page()
    {
        var newest = (int)(new FileInfo(log).Length - 1);
        using (var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            RandomAccess.Write(file, new byte[PageAndHead], newest + 1);
        }

        File.SetLastWriteTimeUtc(log, DateTime.UnixEpoch);
        LogRewrite.Rewrite(new SqliteDatabase(folder.File("pipeline.db")));
        Assert.That(File.GetLastWriteTimeUtc(log), Is.Not.EqualTo(DateTime.UnixEpoch), "what lies behind it is of nobody");

        Spoil(newest);
        Assert.That(() => LogRewrite.Rewrite(new SqliteDatabase(folder.File("pipeline.db"))), Throws.TypeOf<Pipeline.Store.StoreUnavailableException>().With.Message.Contains("is not what was written"));
    }

    // The system undoes a process's locks of a file when it closes any of its descriptors: then another process takes the store for nobody's.
    [Test]
    [Platform("Linux", Reason = "the system lists a process's locks there")]
    public void No_lock_of_sqlite_is_lost_by_it()
    {
        var before = LocksOfThisProcess();
        Assert.That(before, Is.Not.Empty);

        LogRewrite.Rewrite(new SqliteDatabase(folder.File("pipeline.db")));

        Assert.That(LocksOfThisProcess(), Is.EqualTo(before));
    }

    [TestCase(10, TestName = "A_byte_that_is_another_is_found(of the log's head)")]
    [TestCase(Head + 3, TestName = "A_byte_that_is_another_is_found(of the first page's number)")]
    [TestCase(Head + 9, TestName = "A_byte_that_is_another_is_found(of the first page's salt)")]
    [TestCase(Head + PageAndHead - 1, TestName = "A_byte_that_is_another_is_found(of the first page)")]
    [TestCase(-1, TestName = "A_byte_that_is_another_is_found(of the last page)")]
    public void A_byte_that_is_another_is_found(int at)
    {
        Spoil(at < 0 ? (int)new FileInfo(log).Length + at : at);

        Assert.That(() => LogRewrite.Rewrite(log, Frames), Throws.TypeOf<IOException>().With.Message.Contains("is not what was written"));
    }

    [Test]
    public void One_that_has_become_shorter_is_found() => Assert.That(() => LogRewrite.Rewrite(log, Frames + 1), Throws.TypeOf<IOException>().With.Message.Contains("ends too early"));

    private void Spoil(int at)
    {
        using var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[1];
        RandomAccess.Read(file, bytes, at);
        RandomAccess.Write(file, [(byte)(bytes[0] ^ 1)], at);
    }

    // What SQLite holds in the index beside the log for as long as it is open: byte 128, of every store that this process has open.
    private static List<string> LocksOfThisProcess() =>
    [
        .. File.ReadLines("/proc/locks").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(held => held[1] == "POSIX" && held[4] == Environment.ProcessId.ToString() && held[6] == "128").Select(held => string.Join(' ', held[1..])).Order(),
    ];

    private byte[] Bytes()
    {
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
