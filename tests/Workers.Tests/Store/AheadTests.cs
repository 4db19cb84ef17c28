using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Store;

/// <summary>A step that says what it is going to read, and writes what it asks no outcome of, reads and writes as any other.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class AheadTests(StoreKind kind)
{
    private const string Reads = "SELECT holder FROM leases WHERE name = @name";
    private const string Counts = "WITH held AS (SELECT name FROM leases) SELECT count(*) FROM held";
    private const string Writes = "INSERT INTO leases (name, holder, expires_at) VALUES (@name, @holder, @at) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder";

    private static readonly DateTimeOffset At = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private TestStore opened = null!;

    [SetUp]
    public void Open() => opened = TestStore.Create(kind);

    [TearDown]
    public void Close() => opened.Dispose();

    [Test]
    public async Task It_reads_what_others_have_written_before_and_itself_since()
    {
        await PutAsync("a");

        var seen = await opened.Store.WriteAsync(session =>
        {
            session.Ahead(ahead =>
            {
                Holder(ahead);
                ahead.Scalar<long>(Counts);
            });
            var before = (Holder(session), session.Scalar<long>(Counts));
            session.Write(Writes, new { name = "duty", holder = "b", at = At });
            session.Write(Writes, new { name = "another", holder = "b", at = At });
            return (Before: before, After: (Holder(session), session.Scalar<long>(Counts)));
        });

        Assert.That(seen, Is.EqualTo((("a", 1L), ("b", 2L))));
    }

    [Test]
    public async Task What_the_step_before_had_fetched_is_not_read_by_the_next()
    {
        await PutAsync("a");
        await opened.Store.WriteAsync(session =>
        {
            session.Ahead(ahead => Holder(ahead));
            return Holder(session);
        });
        await PutAsync("b");

        Assert.That(await opened.Store.WriteAsync(Holder), Is.EqualTo("b"));
    }

    [Test]
    public async Task A_wrong_write_that_waits_fails_its_step_and_nothing_of_it_is_recorded()
    {
        Assert.That(
            async () => await opened.Store.WriteAsync(session =>
            {
                session.Write(Writes, new { name = "duty", holder = "a", at = At });
                session.Write(Writes, new { name = (string?)null, holder = "a", at = At });
                return true;
            }),
            Throws.InstanceOf<System.Data.Common.DbException>());

        Assert.That(opened.Store.Read(Holder), Is.Null);
    }

    [Test]
    public async Task Whether_a_write_that_waited_has_changed_its_row_is_known_after_the_step()
    {
        await PutAsync("a");

        var (one, none) = await opened.Store.WriteAsync(session => (
            session.Save("UPDATE leases SET holder = 'b' WHERE name = @name", new { name = "duty" }),
            session.Save("UPDATE leases SET holder = 'b' WHERE name = @name", new { name = "nobody's" })));

        Assert.That((one.IsOne, none.IsOne), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Entries_whose_numbers_were_drawn_ahead_follow_those_before()
    {
        async Task<long> AppendAsync(int drawn) => await opened.Store.WriteAsync(session =>
        {
            session.Ahead(_ => { }, entries: drawn);
            return JournalTable.Append(session, new JournalEntry(0, At, JournalKinds.BriefMade, null, null, "operator", null, "{}"));
        });

        var (first, second, third) = (await AppendAsync(0), await AppendAsync(3), await AppendAsync(1));

        Assert.That(second, Is.GreaterThan(first));
        Assert.That(third, Is.GreaterThan(second));
    }

    private Task PutAsync(string holder) => opened.Store.WriteAsync(session => session.Write(Writes, new { name = "duty", holder, at = At }));

    private static string? Holder(StoreSession session) => session.Scalar<string>(Reads, new { name = "duty" });
}
