using NUnit.Framework;
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
        var waits = new HashSet<string>();
        await Eventually.Holds(
            () =>
            {
                waits.UnionWith(opened.Store.Read(session => session.Query<string>(
                    "SELECT query_start::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%begin_turn%' AND datname = current_database()")));
                return waits.Count > 1;
            },
            "it stands in line a second time");
        mayEnd.Set();
        await Task.WhenAll(working, start);

        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT stage FROM journal")), Is.EqualTo(new[] { "started" }));
    }
}
