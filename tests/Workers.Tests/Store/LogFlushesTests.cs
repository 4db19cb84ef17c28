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
        var third = store.WriteAsync(_ => ran.Release());
        Assert.That(await ran.WaitAsync(LongEnough), Is.True, "the second one's commit is over");
        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)), "who has read of what is not on the disk is not answered either");

        mayFlush.Set();
        await first.WaitAsync(LongEnough);
        Assert.That(await second.WaitAsync(LongEnough), Is.EqualTo("first"));
        await third.WaitAsync(LongEnough);
    }

    [Test]
    public async Task A_refusal_that_rests_on_what_the_disk_has_lost_is_not_told()
    {
        failure = new IOException("no more");
        var first = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        var second = store.WriteAsync<long>(session => throw new InvalidOperationException(session.Scalar<string>("SELECT group_concat(stage) FROM journal")));

        mayFlush.Set();
        Assert.That(async () => await second.WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>().With.Property(nameof(StoreUnavailableException.MayBeRecorded)).False);
        Assert.That(async () => await first.WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>().With.Property(nameof(StoreUnavailableException.MayBeRecorded)).True);
    }

    [Test]
    public async Task Who_reads_what_is_not_on_the_disk_is_kept_until_it_is([Values] bool isRefused)
    {
        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        IReadOnlyList<string>? read = null;
        var reader = new Thread(() => read = isRefused ? Refused(store) : Notes(store)) { IsBackground = true };
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
        Assert.That(Notes(other), Is.Empty);
        Assert.That(flushes, Is.EqualTo(1), "one that was killed before may have left something");
        await other.WriteAsync(session => Note(session, "of the other"));
        Assert.That(Notes(other), Has.Exactly(1).Items);
        Assert.That(flushes, Is.EqualTo(2), "its own, which is on the disk, it does not flush again");

        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        Assert.That(Notes(other), Is.EqualTo(new[] { "of the other", "first" }));
        Assert.That(flushes, Is.EqualTo(3));
        Assert.That(await other.WriteAsync(session => session.Scalar<long>("SELECT count(*) FROM journal")).WaitAsync(LongEnough), Is.EqualTo(2));
        Assert.That(flushes, Is.EqualTo(4), "a step that wrote nothing tells of it, too");

        mayFlush.Set();
        await written.WaitAsync(LongEnough);
        Assert.That(Notes(other), Has.Exactly(2).Items);
        Assert.That(flushes, Is.EqualTo(5), "whether who tells no more has flushed, or was killed, nobody knows");
        Assert.That(Notes(other), Has.Exactly(2).Items);
        Assert.That(flushes, Is.EqualTo(5), "an idle process has nothing to be flushed");
    }

    [Test]
    public async Task A_store_that_is_opened_by_another_name_flushes_the_same_log()
    {
        using var links = new TempFolder();
        File.CreateSymbolicLink(links.File("link.db"), disk.Database.Path);
        var flushes = 0;
        await using var other = new SqliteStore(new SqliteDatabase(links.File("link.db")), NullLogger<SqliteStore>.Instance, log =>
        {
            Interlocked.Increment(ref flushes);
            log.Flush();
        });
        Notes(other);
        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);

        Assert.That(Notes(other), Is.EqualTo(new[] { "first" }));
        Assert.That(flushes, Is.EqualTo(2));

        mayFlush.Set();
        await written.WaitAsync(LongEnough);
    }

    [Test]
    public async Task Whose_flush_of_what_another_has_committed_fails_tells_nobody_anything_until_the_log_was_written_again()
    {
        var fails = false;
        await using var other = Open(log =>
        {
            if (fails)
            {
                fails = false;
                throw new IOException("no more");
            }

            log.Flush();
        });
        Notes(other);
        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);

        fails = true;
        Assert.That(() => Notes(other), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("no more"));
        Assert.That(() => Notes(other), Throws.TypeOf<StoreUnavailableException>(), "the system says of the next flush that all is well");

        mayFlush.Set();
        await written.WaitAsync(LongEnough);
        await other.WriteAsync(session => Note(session, "second")).WaitAsync(LongEnough);
        Assert.That(Notes(other), Is.EqualTo(new[] { "first", "second" }));
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
        using var earlier = disk.Database.Open();
        using var view = earlier.BeginTransaction(deferred: true);
        new StoreSession(earlier, view).Scalar<long>("SELECT count(*) FROM journal");
        await store.WriteAsync(session => Note(session, "second")).WaitAsync(LongEnough);
        Assert.That(Notes(store), Is.EqualTo(new[] { "first", "second" }), "however long somebody reads");
    }

    [Test]
    public async Task Where_nobody_writes_the_log_is_mended_all_the_same()
    {
        failure = new IOException("no more");
        mayFlush.Set();
        Assert.That(async () => await store.WriteAsync(session => Note(session, "first")).WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>());

        failure = null;
        Assert.That(() => IsTold(store), Is.True.After((int)LongEnough.TotalMilliseconds, 50));
        Assert.That(Notes(store), Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public async Task What_the_disk_has_lost_is_built_upon_by_nobody()
    {
        failure = new IOException("no more");
        mayFlush.Set();
        Assert.That(async () => await store.WriteAsync(session => Note(session, "first")).WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>());
        using (var log = File.OpenHandle(disk.Database.Path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            RandomAccess.Write(log, new byte[100], RandomAccess.GetLength(log) - 100);
        }

        failure = null;
        Assert.That(
            async () => await store.WriteAsync(session => Note(session, "second")).WaitAsync(LongEnough),
            Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("is not what was written").And.Property(nameof(StoreUnavailableException.MayBeRecorded)).False);
        Assert.That(() => Notes(store), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task Closing_waits_for_the_disk()
    {
        var written = store.WriteAsync(session => Note(session, "first"));
        Assert.That(await flushing.WaitAsync(LongEnough), Is.True);
        var closing = CloseStoreAsync();
        Assert.That(await Task.WhenAny(closing, Task.Delay(300)), Is.Not.SameAs(closing));
        Assert.That(written.IsCompleted, Is.False);

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

    private static bool IsTold(SqliteStore store)
    {
        try
        {
            return Notes(store).Count > 0;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static IReadOnlyList<string> Refused(SqliteStore store)
    {
        try
        {
            return store.Read<IReadOnlyList<string>>(session => throw new FormatException(session.Scalar<string>("SELECT group_concat(stage) FROM journal")));
        }
        catch (FormatException e)
        {
            return [e.Message];
        }
    }

    private SqliteStore Open(Action<LogHandle> flush) => new(disk.Database, NullLogger<SqliteStore>.Instance, flush);
}
