using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A new table has its statistics as soon as there is something to be seen, and others when it has grown.</summary>
public sealed class TableStatisticsTests
{
    private const string Known = "SELECT relpages FROM pg_class WHERE oid = 'journal'::regclass";
    private const string Pages = "SELECT (pg_relation_size('journal'::regclass) / current_setting('block_size')::bigint)::int";
    private static readonly string Note = new('n', 1000);

    [Test]
    public async Task They_are_made_when_a_table_has_its_first_pages()
    {
        using var opened = await TestStore.CreateNeverUsed();
        Assert.That(opened.Store.Read(session => session.Scalar<int>(Known)), Is.Zero);

        await FillTo(opened.Store, pages: 16);

        await Eventually.Holds(() => opened.Store.Read(session => session.Scalar<int>(Known)) >= 16, "the journal was looked at");
    }

    [Test]
    public async Task A_table_that_was_looked_at_when_it_was_almost_empty_is_looked_at_again()
    {
        using var opened = await TestStore.CreateNeverUsed();
        await FillTo(opened.Store, pages: 1);
        await opened.Store.WriteAsync(session => session.Execute("ANALYZE journal"));
        Assert.That(opened.Store.Read(session => session.Scalar<int>(Known)), Is.EqualTo(1));

        await FillTo(opened.Store, pages: 16);

        await Eventually.Holds(() => opened.Store.Read(session => session.Scalar<int>(Known)) >= 16, "the journal was looked at again");
    }

    private static async Task FillTo(IStore store, int pages) => await store.WriteAsync(session =>
    {
        while (session.Scalar<int>(Pages) < pages)
        {
            StoreOnDisk.Note(session, Note);
        }

        return 0;
    });
}
