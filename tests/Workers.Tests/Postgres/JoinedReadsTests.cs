using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>What somebody reads at once is asked for in one statement, and is what each of its statements would find.</summary>
public sealed class JoinedReadsTests
{
    private TestStore opened = null!;

    [SetUp]
    public void Open() => opened = TestStore.Create(StoreKind.Postgres);

    [TearDown]
    public void Close() => opened.Dispose();

    [Test]
    public async Task Each_is_told_its_own_rows_in_its_order_also_none_and_nothing()
    {
        await opened.Store.WriteAsync(session =>
        {
            foreach (var (strategy, orders) in new[] { ("s-1", 3L), ("s-2", 1L), ("s-3", 2L) })
            {
                session.Write("INSERT INTO daily_orders (day, account, strategy_id, symbol, orders) VALUES ('d', 'it''s $1', @strategy, 'A', @orders)", new { strategy, orders });
            }

            session.Write("INSERT INTO leases (name, holder, expires_at) VALUES ('a', '', 'never')");
        });

        (string, long?, string, string?) Read() => opened.Store.ReadAtOnce(session => (
            string.Join(' ', session.Query<string>("SELECT strategy_id FROM daily_orders WHERE account = 'it''s $1' AND orders >= @least ORDER BY orders DESC", new { least = 2L })),
            session.QueryFirst<long?>("SELECT orders FROM daily_orders WHERE strategy_id = @strategy AND day = @day", new { strategy = "s-2", day = "d" }),
            session.QueryFirst<string>("SELECT holder FROM leases WHERE name = @name", new { name = "a" })!,
            session.QueryFirst<string>("SELECT holder FROM leases WHERE name = @name", new { name = "b" })));

        // Of what is read for the first time nobody knows the columns yet.
        for (var time = 0; time < 3; time++)
        {
            Assert.That(Read(), Is.EqualTo(("s-1 s-3", (long?)1L, "", (string?)null)), $"time {time + 1}");
        }
    }

    [Test]
    public void What_is_asked_for_only_when_something_else_is_known_is_read_too()
    {
        for (var time = 0; time < 3; time++)
        {
            Assert.That(
                opened.Store.ReadAtOnce(session => session.Scalar<long>("SELECT count(*) FROM leases WHERE name = @name", new { name = "a" }) == 0 && session.Scalar<string>("SELECT 'known' WHERE @name = 'a'", new { name = "a" }) == "known"
                    ? session.Scalar<string>("SELECT 'found' WHERE @name = 'a'", new { name = "a" }) : null),
                Is.EqualTo("found"));
        }
    }

    [Test]
    public void It_writes_nothing() => Assert.That(
        () => opened.Store.ReadAtOnce(session => session.Execute("INSERT INTO leases (name, holder, expires_at) VALUES ('a', 'b', '')")),
        Throws.InvalidOperationException);
}
