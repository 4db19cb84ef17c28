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
    public void What_a_reader_sees_is_the_whole_of_it()
    {
        LogRewrite.Rewrite(new SqliteDatabase(folder.File("pipeline.db")));

        using var command = writer.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema";
        Assert.That(command.ExecuteScalar(), Is.EqualTo(3L));
    }

    [TestCase(10, TestName = "A_byte_that_is_another_is_found(of the log's head)")]
    [TestCase(Head + 3, TestName = "A_byte_that_is_another_is_found(of the first page's number)")]
    [TestCase(Head + 9, TestName = "A_byte_that_is_another_is_found(of the first page's salt)")]
    [TestCase(Head + PageAndHead - 1, TestName = "A_byte_that_is_another_is_found(of the first page)")]
    [TestCase(-1, TestName = "A_byte_that_is_another_is_found(of the last page)")]
    public void A_byte_that_is_another_is_found(int at)
    {
        using (var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var where = at < 0 ? RandomAccess.GetLength(file) + at : at;
            var bytes = new byte[1];
            RandomAccess.Read(file, bytes, where);
            RandomAccess.Write(file, [(byte)(bytes[0] ^ 1)], where);
        }

        Assert.That(() => LogRewrite.Rewrite(log, Frames), Throws.TypeOf<IOException>().With.Message.Contains("is not what was written"));
    }

    [Test]
    public void One_that_has_become_shorter_is_found() => Assert.That(() => LogRewrite.Rewrite(log, Frames + 1), Throws.TypeOf<IOException>().With.Message.Contains("ends too early"));

    private byte[] Bytes()
    {
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
