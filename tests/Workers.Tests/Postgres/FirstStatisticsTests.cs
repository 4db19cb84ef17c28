using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A new store has its statistics as soon as there is something to be seen.</summary>
public sealed class FirstStatisticsTests
{
    private const string Known = "SELECT min(reltuples) >= 0 FROM pg_class WHERE oid IN ('journal'::regclass, 'claims'::regclass, 'executions'::regclass)";

    [Test]
    public async Task They_are_made_when_the_journal_has_its_first_thousand_entries()
    {
        using var opened = await TestStore.CreateNeverUsed();
        Assert.That(opened.Store.Read(session => session.Scalar<bool>(Known)), Is.False);

        await opened.Store.WriteAsync(session =>
        {
            for (var i = 0; i < 1000; i++)
            {
                StoreOnDisk.Note(session, "first");
            }
        });

        await Eventually.Holds(() => opened.Store.Read(session => session.Scalar<bool>(Known)), "the tables were looked at");
    }
}
