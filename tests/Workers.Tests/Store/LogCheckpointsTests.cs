using System.Buffers.Binary;
using NUnit.Framework;
using Pipeline.Store;
using static Pipeline.Workers.Tests.Store.StoreOnDisk;

namespace Pipeline.Workers.Tests.Store;

/// <summary>SQLite's log, which is copied to the database beside the writer.</summary>
public sealed class LogCheckpointsTests
{
    // Past it the writer copies the log itself: 16,000 pages of 4,096 bytes with their heads of 24.
    private const long WritersOwnLimit = 16_000 * 4120L;

    private StoreOnDisk disk = null!;

    private string Log => disk.Database.Path + "-wal";

    [SetUp]
    public void Open() => disk = new StoreOnDisk();

    [TearDown]
    public async Task Close() => await disk.DisposeAsync();

    [Test]
    public async Task While_steps_are_written_all_the_time_the_log_is_begun_anew_long_before_the_writer_would_have_to()
    {
        await disk.Store.WriteAsync(session => Note(session, "first"));
        var begun = TimesBegun();

        var written = 1 + await WriteUntilAsync(() => TimesBegun() > begun);

        Assert.That(new FileInfo(Log).Length, Is.LessThan(WritersOwnLimit / 2));
        await disk.ReopenAsync();
        Assert.That(disk.Notes(), Has.Exactly(written).Items, "nothing was lost on the way from the log to the database");
    }

    [Test]
    public async Task A_reader_that_stands_still_sees_what_it_saw_and_the_log_goes_on_until_it_is_done()
    {
        await disk.Store.WriteAsync(session => Note(session, "first"));
        using var connection = disk.Database.Open();
        using (var reading = connection.BeginTransaction(deferred: true))
        {
            long Count()
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT count(*) FROM journal";
                return (long)command.ExecuteScalar()!;
            }

            Assert.That(Count(), Is.EqualTo(1));
            var length = new FileInfo(Log).Length;
            await WriteUntilAsync(() => new FileInfo(Log).Length > length + (1024 * 4120));
            Assert.That(Count(), Is.EqualTo(1));
        }

        var begun = TimesBegun();
        await WriteUntilAsync(() => TimesBegun() > begun);
    }

    private async Task<int> WriteUntilAsync(Func<bool> condition)
    {
        var written = 0;
        while (!condition())
        {
            Assert.That(new FileInfo(Log).Length, Is.LessThan(WritersOwnLimit), "the log was not begun anew by then");
            await disk.Store.WriteAsync(session => Note(session, "another"));
            written++;
        }

        return written;
    }

    // The checkpoint sequence number of the log's header, by https://www.sqlite.org/fileformat2.html#walformat.
    private uint TimesBegun()
    {
        Span<byte> header = stackalloc byte[16];
        using var log = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
    }
}
