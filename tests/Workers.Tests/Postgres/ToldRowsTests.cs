using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>What a write says of rows that were read before it: nobody asks the server again for what is certain, and for everything else somebody does.</summary>
public sealed class ToldRowsTests
{
    private const string Upsert =
        """
        INSERT INTO exposures (account, symbol, strategy, qty) VALUES (@account, @symbol, @strategy, @qty)
        ON CONFLICT (account, symbol, strategy) DO UPDATE SET qty = excluded.qty
        """;

    private const string OfSymbol = "SELECT strategy, qty FROM exposures WHERE account = @account AND symbol = @symbol";
    private const string Update = "UPDATE orders SET status = @status, qty = @qty WHERE cl_ord_id = @id";
    private const string Order = "SELECT cl_ord_id, status, code FROM orders WHERE cl_ord_id = @id";

    private static readonly (string, object?)[] Write = [("account", "main"), ("symbol", "AAPL"), ("strategy", "s-1"), ("qty", "7")];

    [Test]
    public void A_row_that_is_set_stands_where_it_stood() => Assert.That(
        After(Upsert, OfSymbol, ["strategy", "qty"], [["s-2", "5"], ["s-1", "6"]]), Is.EqualTo([["s-2", "5"], new[] { "s-1", "7" }]));

    [Test]
    public void A_row_that_is_new_comes_to_those_that_were_found() => Assert.That(
        After(Upsert, OfSymbol, ["strategy", "qty"], [["s-2", "5"]]), Is.EqualTo([["s-2", "5"], new[] { "s-1", "7" }]));

    [Test]
    public void Of_an_order_that_is_changed_the_rest_stays() => Assert.That(
        After(Update, Order, ["cl_ord_id", "status", "code"], [["a", "new", "c"]], ("id", "a"), ("status", "filled"), ("qty", "1")),
        Is.EqualTo([new[] { "a", "filled", "c" }]));

    [Test]
    public void An_order_that_is_not_there_is_not_there_when_it_was_to_be_changed() => Assert.That(
        After(Update, Order, ["cl_ord_id", "status", "code"], [], ("id", "a"), ("status", "filled"), ("qty", "1")), Is.Empty);

    [Test]
    public void What_becomes_nothing_is_nothing() => Assert.That(
        After(Update, Order, ["cl_ord_id", "status", "code"], [["a", "new", "c"]], ("id", "a"), ("status", null), ("qty", "1")),
        Is.EqualTo([new object?[] { "a", DBNull.Value, "c" }]));

    [TestCase("UPDATE orders SET status = status || @status WHERE cl_ord_id = @id")]
    [TestCase("UPDATE orders SET status = coalesce(@status, status) WHERE cl_ord_id = @id")]
    [TestCase("UPDATE orders SET status = @status WHERE cl_ord_id = @id AND code IS NULL")]
    [TestCase("UPDATE orders SET status = @status WHERE cl_ord_id = @id OR code = @id")]
    [TestCase("UPDATE orders SET status = @status WHERE code = @id")]
    [TestCase("UPDATE orders SET cl_ord_id = @status WHERE cl_ord_id = @id")]
    [TestCase("INSERT INTO orders (cl_ord_id, status) VALUES (@id, @status) ON CONFLICT (cl_ord_id) DO NOTHING")]
    [TestCase("INSERT INTO orders (cl_ord_id, status) VALUES (@id, @status) ON CONFLICT (cl_ord_id) DO UPDATE SET status = excluded.cl_ord_id")]
    [TestCase("INSERT INTO orders (cl_ord_id, status, code) VALUES (@id, @status, 'b') ON CONFLICT (cl_ord_id) DO UPDATE SET status = excluded.status, code = excluded.code")]
    [TestCase("DELETE FROM orders WHERE cl_ord_id = @id")]
    public void Of_what_it_can_not_know_it_says_nothing(string write) =>
        Assert.That(After(write, Order, ["cl_ord_id", "status", "code"], [["a", "new", "c"]], ("id", "a"), ("status", "filled")), Is.Null);

    [TestCase("SELECT count(*) FROM orders WHERE cl_ord_id = @id")]
    [TestCase("SELECT cl_ord_id, status, code FROM orders WHERE cl_ord_id = @id AND status = @status")]
    [TestCase("SELECT cl_ord_id, status, code FROM orders WHERE cl_ord_id = @id ORDER BY status")]
    [TestCase("SELECT cl_ord_id, status || code, code FROM orders WHERE cl_ord_id = @id")]
    [TestCase("SELECT DISTINCT cl_ord_id, status, code FROM orders WHERE cl_ord_id = @id")]
    [TestCase("SELECT cl_ord_id, status, code FROM orders WHERE slot = @id")]
    [TestCase("SELECT cl_ord_id, status, code FROM orders")]
    public void Of_a_read_that_asks_for_more_than_a_row_s_columns_it_says_nothing(string read) =>
        Assert.That(After(Update, read, ["cl_ord_id", "status", "code"], [["a", "new", "c"]], ("id", "a"), ("status", "filled"), ("qty", "1")), Is.Null);

    [Test]
    public void A_number_and_a_text_may_be_the_same_in_the_database() => Assert.That(
        After(Statements.Of(Update, ("id", 7L), ("status", "filled"), ("qty", "1")), Statements.Of(Order, ("id", "7")), ["cl_ord_id", "status", "code"], [["7", "new", "c"]]), Is.Null);

    private static IReadOnlyList<object[]>? After(string write, string read, string[] columns, object[][] rows, params (string, object?)[] values) =>
        After(Statements.Of(write, values is [] ? Write : values), Statements.Of(read, values is [] ? Write : values), columns, rows);

    private static IReadOnlyList<object[]>? After(Statement write, Statement read, string[] columns, object[][] rows) =>
        write.Shape.To(read.Shape)?.Told?.After(new FetchedRows([.. columns.Select(name => (name, typeof(string)))], rows), write, read)?.Rows;
}
