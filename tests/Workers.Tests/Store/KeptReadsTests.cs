using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Writing;
using static Pipeline.Workers.Tests.Store.StoreOnDisk;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What a transaction has read is not read again until it writes there.</summary>
public sealed class KeptReadsTests
{
    private StoreOnDisk disk = null!;
    private PreparedConnection connection = null!;
    private int reads;

    [SetUp]
    public void Open()
    {
        disk = new StoreOnDisk();
        connection = new PreparedConnection(disk.Database.Open());
        reads = 0;
    }

    [TearDown]
    public async Task Close()
    {
        await connection.DisposeAsync();
        await disk.DisposeAsync();
    }

    [Test]
    public void It_is_read_once_until_its_table_is_written_to()
    {
        using var transaction = connection.Begin(write: true);
        var session = new StoreSession(connection, transaction);
        Assert.That((Count(session), Count(session), reads), Is.EqualTo((0, 0, 1)));

        session.Execute("INSERT INTO watermarks (venue, account, watermark) VALUES ('paper', 'a', 'b')");
        Assert.That((Count(session), reads), Is.EqualTo((0, 1)), "another table");

        Note(session, "first");
        Assert.That((Count(session), Count(session), reads), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public void What_is_undone_is_read_anew()
    {
        using var transaction = connection.Begin(write: true);
        var session = new StoreSession(connection, transaction);
        transaction.Save("step");
        Note(session, "first");
        Assert.That(Count(session), Is.EqualTo(1));

        transaction.Rollback("step");
        Assert.That((Count(session), reads), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task The_next_transaction_reads_what_others_have_written_meanwhile([Values] bool isCommitted)
    {
        using (var before = connection.Begin(write: false))
        {
            Assert.That(Count(new StoreSession(connection, before)), Is.Zero);
            if (isCommitted)
            {
                before.Commit();
            }
        }

        await disk.Store.WriteAsync(session => Note(session, "of another"));
        Assert.That(Count(new StoreSession(connection, null)), Is.EqualTo(1), "outside a transaction");
        await disk.Store.WriteAsync(session => Note(session, "once more"));
        Assert.That(Count(new StoreSession(connection, null)), Is.EqualTo(2));
        using var after = connection.Begin(write: false);
        Assert.That(Count(new StoreSession(connection, after)), Is.EqualTo(2));
    }

    [TestCase("INSERT INTO halts (scope) VALUES ('all')", "halts")]
    [TestCase("  INSERT OR REPLACE INTO halts (scope) VALUES ('all')", "halts")]
    [TestCase("INSERT INTO halts\n (scope) SELECT scope FROM orders", "halts")]
    [TestCase("UPDATE orders SET code = 'x'", "orders")]
    [TestCase("UPDATE OR IGNORE orders SET code = 'x'", "orders")]
    [TestCase("DELETE FROM waivers", "waivers")]
    [TestCase("REPLACE INTO waivers (code) VALUES ('x')", "waivers")]
    [TestCase("WITH a AS (SELECT 1) DELETE FROM waivers", null)]
    [TestCase("DROP TABLE waivers", null)]
    [TestCase("PRAGMA user_version = 1", null)]
    public void Which_table_is_written_to_the_statement_says_or_it_is_any(string text, string? table) => Assert.That(KeptReads.TableOf(text), Is.EqualTo(table));

    private int Count(StoreSession session) => session.Kept("journal", "count", () =>
    {
        reads++;
        return session.Scalar<int>("SELECT count(*) FROM journal");
    });
}
