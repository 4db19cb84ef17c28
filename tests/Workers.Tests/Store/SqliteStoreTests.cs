using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Writing;
using static Pipeline.Workers.Tests.Store.StoreOnDisk;

namespace Pipeline.Workers.Tests.Store;

public sealed class SqliteStoreTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    private StoreOnDisk disk = null!;

    private SqliteStore Store => disk.Store;

    [SetUp]
    public void Open() => disk = new StoreOnDisk();

    [TearDown]
    public async Task Close() => await disk.DisposeAsync();

    [TestCase(5, "database is locked", true)]
    [TestCase(15, "locking protocol", true)]
    [TestCase(19, "constraint failed", false)]
    public void What_may_work_later_is_no_failure_of_the_step(int code, string message, bool mayWorkLater) =>
        Assert.That(SqliteDatabase.IsUnavailable(new SqliteException(message, code)), Is.EqualTo(mayWorkLater));

    [Test]
    public async Task Many_writes_at_once_are_all_durable_and_each_has_its_own_place()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => Store.WriteAsync(session => Note(session, $"n{i}")))));
        await disk.ReopenAsync();

        Assert.That(places, Is.Unique);
        Assert.That(disk.Notes(), Is.EquivalentTo(Enumerable.Range(0, 1_000).Select(i => $"n{i}")));
    }

    [Test]
    public async Task Steps_that_wait_at_the_same_time_share_a_commit()
    {
        using var started = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        var first = Store.WriteAsync(session =>
        {
            started.Release();
            go.Wait();
            return Note(session, "first");
        });
        await started.WaitAsync();
        var waiting = Enumerable.Range(0, 100).Select(i => Store.WriteAsync(session =>
        {
            Note(session, $"n{i}");
            return session.Scalar<long>("SELECT count(*) FROM journal");
        })).ToList();
        using var reader = disk.Database.Open();
        go.Set();
        await first;
        var counts = await Task.WhenAll(waiting);

        // One after the other, each seeing those before it.
        Assert.That(counts, Is.EqualTo(Enumerable.Range(2, 100)));
        Assert.That(disk.Notes(), Has.Count.EqualTo(101));
    }

    [Test]
    public async Task A_step_that_throws_is_undone_and_its_neighbours_are_not()
    {
        var before = Store.WriteAsync(session => Note(session, "before"));
        var bad = Store.WriteAsync<long>(session =>
        {
            Note(session, "bad");
            throw new InvalidOperationException("no");
        });
        var after = Store.WriteAsync(session => Note(session, "after"));

        await Task.WhenAll(before, after);
        Assert.That(async () => await bad, Throws.InvalidOperationException.With.Message.EqualTo("no"));
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task A_statement_that_breaks_a_rule_undoes_its_step_alone()
    {
        var bad = Store.WriteAsync(session =>
        {
            Note(session, "bad");
            session.Execute("INSERT INTO leases (name, holder, expires_at) VALUES ('x', NULL, NULL)");
        });

        Assert.That(async () => await bad, Throws.TypeOf<SqliteException>());
        await Store.WriteAsync(session => Note(session, "good"));
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "good" }));
    }

    [Test]
    public async Task While_another_process_holds_the_file_a_write_is_refused_soon_and_afterwards_works()
    {
        await Store.WriteAsync(session => Note(session, "before"));
        using (var other = new SqliteConnection($"Data Source={disk.Database.Path};Pooling=false"))
        {
            other.Open();
            Execute(other, "BEGIN EXCLUSIVE");

            // More than one group: who waits behind the first does not wait as long again.
            var meanwhile = Enumerable.Range(0, 500).Select(i => Store.WriteAsync(session => Note(session, $"meanwhile {i}")));
            Assert.That(async () => await Task.WhenAll(meanwhile).WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>());
            Assert.That(disk.Notes(), Is.EqualTo(new[] { "before" }), "reading goes on");
            Execute(other, "ROLLBACK");
        }

        await Store.WriteAsync(session => Note(session, "after")).WaitAsync(LongEnough);
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task A_full_disk_refuses_the_write_and_keeps_what_is_there()
    {
        await Store.WriteAsync(session => Note(session, "before"));

        // The limit belongs to a connection, and the writer has its own.
        await Store.WriteAsync(session => session.Scalar<long>($"PRAGMA max_page_count={session.Scalar<long>("PRAGMA page_count")}"));
        Assert.That(async () => await Store.WriteAsync(session => Note(session, new string('x', 100_000))).WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "before" }));
    }

    [Test]
    public async Task What_rides_along_is_written_without_a_step_to_ride_with()
    {
        Store.RideAlong(session => Note(session, "rider"));

        await Eventually.Holds(() => disk.Notes().Contains("rider"), "the rider is written");
    }

    [Test]
    public async Task What_rides_along_survives_a_commit_that_fails()
    {
        using (var other = new SqliteConnection($"Data Source={disk.Database.Path};Pooling=false"))
        {
            other.Open();
            Execute(other, "BEGIN EXCLUSIVE");
            Store.RideAlong(session => Note(session, "rider"));
            Assert.That(async () => await Store.WriteAsync(session => Note(session, "step")).WaitAsync(LongEnough), Throws.TypeOf<StoreUnavailableException>());
            Execute(other, "ROLLBACK");
        }

        await Eventually.Holds(() => disk.Notes().Contains("rider"), "the rider is written");
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "rider" }));
    }

    [Test]
    public async Task A_rider_that_throws_does_not_take_the_steps_with_it()
    {
        Store.RideAlong(_ => throw new InvalidOperationException("a bad rider"));

        await Store.WriteAsync(session => Note(session, "step")).WaitAsync(LongEnough);
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "step" }));
    }

    [Test]
    public async Task Closing_writes_what_waits_and_then_refuses()
    {
        var waiting = Enumerable.Range(0, 50).Select(i => Store.WriteAsync(session => Note(session, $"n{i}"))).ToList();
        Store.RideAlong(session => Note(session, "rider"));
        var closed = Store;
        await disk.ReopenAsync();

        await Task.WhenAll(waiting);
        Assert.That(disk.Notes(), Has.Count.EqualTo(51));
        Assert.That(async () => await closed.WriteAsync(session => Note(session, "late")), Throws.InstanceOf<StoreUnavailableException>());
    }

    [TestCase("UPDATE journal SET kind = 'other'")]
    [TestCase("DELETE FROM journal")]
    public async Task The_journal_is_append_only(string sql)
    {
        await Store.WriteAsync(session => Note(session, "said"));

        Assert.That(async () => await Store.WriteAsync(session => session.Execute(sql)), Throws.TypeOf<SqliteException>().With.Message.Contains("append-only"));
        Assert.That(disk.Notes(), Is.EqualTo(new[] { "said" }));
    }

    [Test]
    public void Migrating_again_changes_nothing() => Assert.That(() => disk.Database.Migrate(), Throws.Nothing);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Test]
    public async Task A_start_waits_for_a_process_that_migrates_for_longer_than_a_second()
    {
        using var folder = new TempFolder();
        var file = folder.File("taken.db");
        new SqliteDatabase(file).Migrate();
        using var other = new SqliteDatabase(file).Open();
        Execute(other, "BEGIN IMMEDIATE");

        var starting = Task.Factory.StartNew(() => new SqliteDatabase(file).Migrate(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.That(starting.Wait(TimeSpan.FromSeconds(1.5)), Is.False, "It has not waited.");
        Execute(other, "COMMIT");
        await starting;
    }

    [Test]
    public async Task Processes_that_start_at_the_same_time_make_one_schema_together()
    {
        using var folder = new TempFolder();
        for (var round = 1; round <= 10; round++)
        {
            var file = folder.File($"new-{round}.db");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () => new SqliteDatabase(file).Migrate(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }
    }
}
