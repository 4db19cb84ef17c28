using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Postgres;
using Pipeline.Store.Tables;
using static Pipeline.Workers.Tests.Store.StoreOnDisk;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What a store that can be read and not written looks like from a process that writes.</summary>
public sealed class WriteWatchTests
{
    /// <summary>No more pages than there are.</summary>
    private const string Full = "PRAGMA max_page_count=1";

    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task A_full_store_takes_no_writes_though_a_lease_is_renewed_in_it_where_it_stands()
    {
        await using var disk = new StoreOnDisk();
        var watch = new WriteWatch(clock);
        var store = new WatchedStore(disk.Store, watch);
        await RenewAsync(store, Full);
        while (await TakesAsync(store, Full))
        {
        }

        Assert.That(watch.Refusal, Is.Null, "it has failed once");
        clock.Advance(WriteWatch.Patience);
        await RenewAsync(store, Full);
        Assert.That(await TakesAsync(store, Full), Is.False);
        Assert.That(watch.Refusal, Does.Contain("database or disk is full"));

        Assert.That((await TakesAsync(store, "PRAGMA max_page_count=1000000"), watch.Refusal), Is.EqualTo((true, (string?)null)));
    }

    [Test]
    public async Task A_server_that_takes_no_writes_takes_none_until_it_does_again()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        using var database = new PostgresDatabase(PostgresAddress.Parse(opened.Address + "?Options=-c%20default_transaction_read_only%3Don"));
        await using var readOnly = new PostgresStore(database, NullLogger<PostgresStore>.Instance);
        var watch = new WriteWatch(clock);

        Assert.That(await TakesAsync(new WatchedStore(readOnly, watch)), Is.False);
        clock.Advance(WriteWatch.Patience);
        Assert.That(await TakesAsync(new WatchedStore(readOnly, watch)), Is.False);
        Assert.That(watch.Refusal, Does.Contain("read-only transaction"));
        Assert.That(readOnly.Read(JournalTable.End), Is.Zero, "it is read as ever");

        Assert.That((await TakesAsync(new WatchedStore(opened.Store, watch)), watch.Refusal), Is.EqualTo((true, (string?)null)));
    }

    [Test]
    public async Task A_failure_that_stays_alone_is_none_and_one_that_nobody_repeats_is_forgotten()
    {
        await using var disk = new StoreOnDisk(TimeSpan.FromMilliseconds(1));
        var watch = new WriteWatch(clock);
        var store = new WatchedStore(disk.Store, watch);
        using (var other = disk.Database.Open())
        {
            using var held = other.BeginTransaction(deferred: false);
            Assert.That(await TakesAsync(store), Is.False);
            clock.Advance(WriteWatch.Memory);
            Assert.That((await TakesAsync(store), watch.Refusal), Is.EqualTo((false, (string?)null)), "nobody knows what was in between");

            clock.Advance(WriteWatch.Patience);
            Assert.That(await TakesAsync(store), Is.False);
            Assert.That(watch.Refusal, Does.Contain("database is locked"));
        }

        clock.Advance(WriteWatch.Memory);
        Assert.That(watch.Refusal, Is.Null, "nobody has tried for a long time");
    }

    [Test]
    public async Task A_step_that_throws_by_itself_says_nothing_of_the_store()
    {
        await using var disk = new StoreOnDisk();
        var watch = new WriteWatch(clock);
        var store = new WatchedStore(disk.Store, watch);
        for (var time = 0; time < 3; time++)
        {
            await Assert.ThatAsync(() => store.WriteAsync<long>(_ => throw new InvalidOperationException("the step's own")), Throws.InvalidOperationException);
            clock.Advance(WriteWatch.Patience);
        }

        Assert.That(watch.Refusal, Is.Null);
    }

    // With the step, since a writer that has failed takes another connection.
    private static Task RenewAsync(WatchedStore store, string pragma) => store.WriteAsync(Turn.OfLease("duty"), session =>
    {
        session.Execute(pragma);
        return LeaseTable.TryTake(session, "duty", "us", session.Now, LeaseHolder.Duration);
    });

    private static async Task<bool> TakesAsync(WatchedStore store, string pragma = "SELECT 1")
    {
        try
        {
            await store.WriteAsync(Turn.OfAccount("paper"), session =>
            {
                session.Execute(pragma);
                return Note(session, new string('n', 200));
            });
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
