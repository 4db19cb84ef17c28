using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

public sealed class PreparedCommandTests
{
    private InlineStore store = null!;

    [SetUp]
    public void Open()
    {
        store = new InlineStore();
        Write("CREATE TABLE things (name TEXT, n INTEGER, x REAL, bytes BLOB) STRICT");
    }

    [TearDown]
    public void Close() => store.Dispose();

    [TestCase("")]
    [TestCase("plain")]
    [TestCase("schön 🦞")]
    [TestCase("one\0two")]
    [TestCase(null)]
    public void A_text_comes_back_as_it_was(string? name)
    {
        Write("INSERT INTO things (name) VALUES (@name)", new { name });

        Assert.That(Read(session => session.QueryFirst<string?>("SELECT name FROM things")), Is.EqualTo(name));
    }

    [Test]
    public void A_text_that_is_longer_than_any_buffer_comes_back_whole()
    {
        var name = string.Concat(Enumerable.Repeat("é🦞", 10_000));
        Write("INSERT INTO things (name) VALUES (@name)", new { name });

        Assert.That(Read(session => session.QueryFirst<string>("SELECT name FROM things")), Is.EqualTo(name));
    }

    [Test]
    public void Numbers_and_bytes_come_back_as_they_were()
    {
        Write("INSERT INTO things (n, x, bytes) VALUES (@n, @x, @bytes)", new { n = long.MinValue, x = 0.1, bytes = new byte[] { 0, 1 } });
        Write("INSERT INTO things (n, x, bytes) VALUES (@n, @x, @bytes)", new { n = (long?)null, x = (double?)null, bytes = Array.Empty<byte>() });

        var rows = Read(session => session.Query<(long? N, double? X, byte[] Bytes)>("SELECT n, x, bytes FROM things ORDER BY rowid"));

        Assert.That(rows[0], Is.EqualTo((long.MinValue, 0.1, new byte[] { 0, 1 })).Using<byte[]>((one, other) => one.SequenceEqual(other)));
        Assert.That((rows[1].N, rows[1].X, rows[1].Bytes.Length), Is.EqualTo(((long?)null, (double?)null, 0)));
    }

    [Test]
    public void A_statement_keeps_nothing_of_its_last_use()
    {
        const string insert = "INSERT INTO things (name, n) VALUES (@name, @n)";
        Write(insert, new { name = "first", n = 1 });
        Write(insert, new { n = 2, name = (string?)null });

        Assert.That(Read(session => session.Query<(string?, long)>("SELECT name, n FROM things ORDER BY n")), Is.EqualTo(new[] { ("first", 1L), (null, 2L) }));
    }

    [Test]
    public void A_missing_value_is_named_every_time()
    {
        for (var again = 0; again < 2; again++)
        {
            Assert.That(() => Write("INSERT INTO things (name, n) VALUES (@name, @n)", new { n = 1 }), Throws.InvalidOperationException.With.Message.Contains("No value for name in"));
        }

        Assert.That(Count(), Is.Zero);
    }

    [Test]
    public void A_second_statement_is_refused_and_not_left_out() =>
        Assert.That(() => Write("DELETE FROM things; DELETE FROM orders"), Throws.TypeOf<NotSupportedException>().With.Message.Contains("DELETE FROM orders"));

    [Test]
    public void A_value_that_no_column_can_hold_is_refused() =>
        Assert.That(() => Write("INSERT INTO things (name) VALUES (@name)", new { name = 'c' }), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Char"));

    [Test]
    public void A_list_of_values_is_written_out()
    {
        Write("INSERT INTO things (n) VALUES (1), (2), (3)");

        Assert.That(Read(session => session.Query<long>("SELECT n FROM things WHERE n IN @wanted ORDER BY n", new { wanted = new[] { 1, 3 } })), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(Read(session => session.Query<long>("SELECT n FROM things WHERE n IN @wanted", new { wanted = new[] { 2 } })), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void What_writes_writes_all_though_one_row_of_it_is_read()
    {
        Write("INSERT INTO things (n) VALUES (1), (2), (3)");

        Assert.That(store.WriteAsync(session => session.QueryFirst<long>("UPDATE things SET n = n + 10 RETURNING n")).Result, Is.EqualTo(11));
        Assert.That(Read(session => session.Scalar<long>("SELECT sum(n) FROM things")), Is.EqualTo(36));
    }

    [Test]
    public void How_many_rows_it_wrote_is_told()
    {
        Assert.That(Write("INSERT INTO things (n) VALUES (1), (2), (3)"), Is.EqualTo(3));
        Assert.That(Write("UPDATE things SET n = 0 WHERE n > 1"), Is.EqualTo(2));
        Assert.That(Write("DELETE FROM things WHERE n = 7"), Is.Zero);
    }

    [Test]
    public void A_computed_column_may_be_of_another_type_in_every_use()
    {
        const string query = "SELECT (SELECT max(n) FROM things) AS most, (SELECT max(name) FROM things) AS last";
        Assert.That(Read(session => session.QueryFirst<Computed>(query)), Is.EqualTo(new Computed(null, null)));
        Write("INSERT INTO things (n, name) VALUES (7, 'z')");
        Assert.That(Read(session => session.QueryFirst<Computed>(query)), Is.EqualTo(new Computed(7, "z")));
    }

    [Test]
    public void After_an_error_the_statement_works_again()
    {
        Write("CREATE UNIQUE INDEX one ON things (n)");
        const string insert = "INSERT INTO things (n) VALUES (@n)";
        Write(insert, new { n = 1 });

        Assert.That(() => Write(insert, new { n = 1 }), Throws.TypeOf<SqliteException>().With.Message.Contains("UNIQUE constraint failed: things.n"));
        Write(insert, new { n = 2 });
        Assert.That(Count(), Is.EqualTo(2));
    }

    [Test]
    public void The_same_text_may_run_while_it_runs()
    {
        Write("INSERT INTO things (n) VALUES (1), (2)");
        const string query = "SELECT n FROM things WHERE n >= @least ORDER BY n";

        var pairs = Read(session => session.Query<long>(query, new { least = 1 }).Select(n => (n, session.Query<long>(query, new { least = n }).Count)).ToList());

        Assert.That(pairs, Is.EqualTo(new[] { (1L, 2), (2L, 1) }));
    }

    private int Write(string sql, object? values = null) => store.WriteAsync(session => session.Execute(sql, values)).GetAwaiter().GetResult();

    private T Read<T>(Func<StoreSession, T> query) => store.Read(query);

    private long Count() => Read(session => session.Scalar<long>("SELECT count(*) FROM things"));

    private sealed record Computed
    {
        public Computed()
        {
        }

        public Computed(long? most, string? last) => (Most, Last) = (most, last);

        public long? Most { get; init; }

        public string? Last { get; init; }
    }
}
