using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Writing;
using static Pipeline.Workers.Tests.Store.StoreOnDisk;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What a commit of SQLite's store waits for, and who waits for it.</summary>
[Platform("Linux", Reason = "elsewhere each commit is flushed before anybody sees it")]
public sealed class LogFlushesTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private StoreOnDisk disk = null!;
    private SemaphoreSlim flushing = null!;
    private ManualResetEventSlim mayFlush = null!;
    private Exception? failure;
    private SqliteStore store = null!;
    private bool isClosed;

    [SetUp]
    public void Open()
    {
        disk = new StoreOnDisk(patience: TimeSpan.FromSeconds(10));
        flushing = new SemaphoreSlim(0);
        mayFlush = new ManualResetEventSlim();
        failure = null;
        isClosed = false;
        store = Open(log =>
        {
            flushing.Release();
            mayFlush.Wait();
            if (failure is not null)
            {
                throw failure;
            }

            log.Flush();
        });
    }

    [TearDown]
    public async Task Close()
    {
        mayFlush.Set();
        await CloseStoreAsync();
        await disk.DisposeAsync();
        flushing.Dispose();
        mayFlush.Dispose();
    }

    [Test]
    public async Task A_step_is_answered_once_it_is_on_the_disk_and_the_next_ones_run_meanwhile()
    {
        var first = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);

        using var ran = new SemaphoreSlim(0);
        var second = store.WriteAsync(session =>
        {
            ran.Release();
            return session.Scalar<string>("SELECT group_concat(stage) FROM journal");
        });
        Assert.That(await ran.WaitAsync(LongEnough), Is.True, "the writer goes on while the disk is at work");
        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)), "who has read of what is not on the disk is not answered either");

        mayFlush.Set();
        await first.WaitAsync(LongEnough);
        Assert.That(await second.WaitAsync(LongEnough), Is.EqualTo("first"));
    }

    [Test]
    public async Task Who_reads_what_is_not_on_the_disk_is_kept_until_it_is()
    {
        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        IReadOnlyList<string>? read = null;
        var reader = new Thread(() => read = Notes(store)) { IsBackground = true };
        reader.Start();

        SpinWait.SpinUntil(() => reader.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !reader.IsAlive, LongEnough);
        Assert.That(read, Is.Null);

        mayFlush.Set();
        Assert.That(reader.Join(LongEnough), Is.True);
        await written.WaitAsync(LongEnough);
        Assert.That(read, Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public async Task Who_reads_gives_up_where_the_disk_does_not_answer()
    {
        await using var impatient = new StoreOnDisk();
        using var hangs = new ManualResetEventSlim();
        using var began = new SemaphoreSlim(0);
        await using var hanging = new SqliteStore(impatient.Database, NullLogger<SqliteStore>.Instance, _ =>
        {
            began.Release();
            hangs.Wait();
        });
        var written = hanging.WriteAsync(session => Note(session, "first"));
        Assert.That(await began.WaitAsync(LongEnough), Is.True);

        Assert.That(() => Notes(hanging), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("has not flushed"));

        hangs.Set();
        await written.WaitAsync(LongEnough);
        Assert.That(Notes(hanging), Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public async Task Another_process_flushes_what_it_has_read_of_one_that_commits_first()
    {
        var flushes = 0;
        await using var other = Open(log =>
        {
            Interlocked.Increment(ref flushes);
            log.Flush();
        });
        await other.WriteAsync(session => Note(session, "of the other"));
        Assert.That(Notes(other), Has.Exactly(1).Items);
        Assert.That(flushes, Is.EqualTo(1), "its own, which is on the disk, it does not flush again");

        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        Assert.That(Notes(other), Is.EqualTo(new[] { "of the other", "first" }));
        Assert.That(flushes, Is.EqualTo(2));

        mayFlush.Set();
        await written.WaitAsync(LongEnough);
        await CloseStoreAsync();
        Assert.That(Notes(other), Has.Exactly(2).Items);
        Assert.That(flushes, Is.EqualTo(2), "who is gone has nothing to be flushed");
    }

    [Test]
    public async Task Where_the_disk_fails_nobody_knows_and_nothing_goes_on_before_all_is_on_it()
    {
        failure = new IOException("no more");
        mayFlush.Set();
        Assert.That(
            async () => await store.WriteAsync(session => Note(session, "first")).WaitAsync(LongEnough),
            Throws.TypeOf<StoreUnavailableException>().With.Property(nameof(StoreUnavailableException.MayBeRecorded)).True.And.Message.Contains("no more"));
        Assert.That(() => Notes(store), Throws.TypeOf<StoreUnavailableException>(), "nobody is told of what may be gone");

        failure = null;
        Assert.That(await store.WriteAsync(session => InDatabaseAlone()).WaitAsync(LongEnough), Is.EqualTo(new[] { "first" }), "the next step runs once it is in the database itself");
        Assert.That(Notes(store), Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public async Task Closing_waits_for_the_disk()
    {
        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        var closing = CloseStoreAsync();
        Assert.That((written.IsCompleted, closing.IsCompleted), Is.EqualTo((false, false)));

        mayFlush.Set();
        await closing.WaitAsync(LongEnough);
        Assert.That(written.IsCompletedSuccessfully, Is.True);
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "first" }));
    }

    private async Task CloseStoreAsync()
    {
        if (!isClosed)
        {
            isClosed = true;
            await store.DisposeAsync();
        }
    }

    private static IReadOnlyList<string> Notes(SqliteStore store) => store.Read(session => session.Query<string>("SELECT stage FROM journal ORDER BY seq"));

    private SqliteStore Open(Action<LogHandle> flush) => new(disk.Database, NullLogger<SqliteStore>.Instance, flush);

    // What a copy of the file without its log has.
    private IReadOnlyList<string> InDatabaseAlone()
    {
        using var folder = new TempFolder();
        var copy = folder.File("copy.db");
        File.Copy(disk.Database.Path, copy);
        return new SqliteDatabase(copy).Look(session => session.Query<string>("SELECT stage FROM journal ORDER BY seq"));
    }
}
