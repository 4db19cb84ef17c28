using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A host that starts while others work.</summary>
public sealed class StartTests
{
    [Test]
    public async Task It_stands_in_line_again_when_its_turn_has_not_come_within_the_patience_for_one_lock()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        using var hasTurn = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var working = Task.Run(() => opened.Database.Step(_ =>
        {
            hasTurn.Set();
            mayEnd.Wait();
        }));
        hasTurn.Wait();

        var start = Task.Run(() => opened.Database.Step(session => StoreOnDisk.Note(session, "started")));
        await WaitsASecondTime(opened, "%begin_turn%");
        mayEnd.Set();
        await Task.WhenAll(working, start);

        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT stage FROM journal")), Is.EqualTo(new[] { "started" }));
    }

    [Test]
    public async Task A_migration_that_does_not_come_to_its_lock_lets_others_go_first_and_tries_again()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        opened.Database.Step(session => session.Execute("DELETE FROM schemaversions WHERE scriptname LIKE '%order_sagas_waiting_online.sql'"));
        using var isWriting = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var working = Task.Run(() => opened.Store.WriteAsync(Turn.Shared, session =>
        {
            session.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            session.Execute("LOCK TABLE order_sagas IN ROW EXCLUSIVE MODE");
            isWriting.Set();
            mayEnd.Wait();
            return true;
        }));
        isWriting.Wait();

        var migration = Task.Run(() => opened.Database.Migrate());
        await WaitsASecondTime(opened, "%INDEX CONCURRENTLY%");
        mayEnd.Set();
        await Task.WhenAll(working, migration);

        Assert.That(
            opened.Store.Read(session => session.Scalar<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'order_sagas_waiting'::regclass")), Is.True);
    }

    [Test]
    public async Task A_server_that_goes_away_while_it_is_asked_what_it_has_is_a_store_that_can_t_be_had_and_no_crash()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);
        using var isLocked = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var locking = Task.Run(() => opened.Database.Step(session =>
        {
            session.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            session.Execute("LOCK TABLE schemaversions IN ACCESS EXCLUSIVE MODE");
            isLocked.Set();
            mayEnd.Wait();
        }));
        isLocked.Wait();

        var start = Task.Run(() => opened.Database.Migrate());
        await Eventually.Holds(
            () => opened.Store.Read(session => session.Scalar<long>(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM schemaversions' AND datname = current_database()")) == 1,
            "it waits for the list of scripts, and its connection is ended");

        var gone = await Assert.CatchAsync(() => start);
        mayEnd.Set();
        await locking;
        Assert.That(gone, Is.TypeOf<StoreUnavailableException>().With.Message.Contains("can't be looked at"));
    }

    private static async Task WaitsASecondTime(TestStore opened, string statement)
    {
        var waits = new HashSet<string>();
        await Eventually.Holds(
            () =>
            {
                waits.UnionWith(opened.Store.Read(session => session.Query<string>(
                    "SELECT query_start::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE @statement AND datname = current_database()", new { statement })));
                return waits.Count > 1;
            },
            "it waits for its lock a second time");
    }
}
