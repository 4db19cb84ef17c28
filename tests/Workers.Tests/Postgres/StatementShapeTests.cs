using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Which reads a write may have made another: whatever can't be told apart for certain.</summary>
public sealed class StatementShapeTests
{
    private const string Read = "SELECT qty FROM exposures WHERE account = @account AND symbol = @symbol";

    [TestCase("UPDATE exposures SET qty = @qty WHERE account = @account AND symbol = @other", false)]
    [TestCase("DELETE FROM exposures WHERE account = @account AND symbol = @other", false)]
    [TestCase("DELETE FROM exposures WHERE account = @account AND symbol = @symbol", true)]
    [TestCase("DELETE FROM exposures WHERE account = @account OR symbol = @other", true)]
    [TestCase("DELETE FROM exposures", true)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) VALUES (@account, @other, 1)", false)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) VALUES (@account, @other, 1) ON CONFLICT (account, symbol) DO UPDATE SET qty = excluded.qty", false)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) VALUES (@account, @other, 1) ON CONFLICT (account) DO UPDATE SET symbol = excluded.symbol", true)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) VALUES (@account, @other, 1) ON CONFLICT DO NOTHING", false)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) VALUES (@account, @symbol, 1)", true)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) VALUES (@account, coalesce(@other, 'b'), 1)", true)]
    [TestCase("INSERT INTO exposures (account, symbol, qty) SELECT account, @other, qty FROM exposures", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE account = @account AND symbol = @symbol", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE account = @account", true)]
    [TestCase("UPDATE exposures SET symbol = @symbol WHERE account = @account AND symbol = @other", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE account = @account AND (symbol = @other OR symbol = @symbol)", true)]
    [TestCase("UPDATE exposures SET qty = @qty\nWHERE account = @account AND symbol = @other\nOR symbol = @symbol", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE account = @account AND symbol <> @other", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE NOT (account = @account AND symbol = @other)", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE NOT (qty > @qty AND symbol = @other AND qty < @qty)", true)]
    [TestCase("UPDATE exposures SET qty = @qty WHERE qty IS NOT NULL AND symbol = @other", false)]
    [TestCase("UPDATE exposures SET qty = (SELECT 1 FROM orders WHERE symbol = @other) WHERE account = @account", true)]
    [TestCase("UPDATE positions SET qty = @qty WHERE account = @account AND symbol = @symbol", false)]
    [TestCase("WITH some AS (SELECT 1) UPDATE exposures SET qty = @qty WHERE symbol = @other", true)]
    [TestCase("SELECT setval('a', 1)", false)]
    public void A_read_of_one_symbol(string write, bool mayChange) => Assert.That(MayChange(write, Read), Is.EqualTo(mayChange));

    [TestCase("SELECT qty FROM exposures WHERE account = @account AND symbol = @symbol ORDER BY qty LIMIT 1", false)]
    [TestCase("SELECT count(*) FROM exposures WHERE symbol = @symbol", false)]
    [TestCase("SELECT qty FROM exposures WHERE account = @account OR symbol = @symbol", true)]
    [TestCase("SELECT qty FROM exposures WHERE account = @account", true)]
    [TestCase("SELECT qty FROM exposures", true)]
    [TestCase("SELECT e.qty FROM exposures e JOIN orders o ON o.symbol = e.symbol WHERE symbol = @symbol", true)]
    [TestCase("SELECT qty FROM orders WHERE symbol = @symbol AND EXISTS (SELECT 1 FROM exposures)", true)]
    [TestCase("SELECT qty FROM exposures WHERE symbol = @symbol UNION SELECT qty FROM exposures", true)]
    [TestCase("SELECT exposures FROM orders WHERE symbol = @symbol", false)]
    [TestCase("SELECT qty FROM orders, exposures WHERE orders.symbol = @symbol", true)]
    [TestCase("SELECT qty FROM daily_exposures WHERE symbol = @symbol", false)]
    public void A_write_of_another_symbol(string read, bool mayChange) =>
        Assert.That(MayChange("UPDATE exposures SET qty = @qty WHERE account = @account AND symbol = @other", read), Is.EqualTo(mayChange));

    [Test]
    public void A_read_of_orders_knows_nothing_of_the_intents_that_they_refer_to() =>
        Assert.That(MayChange("INSERT INTO intents (intent_id) VALUES (@other)", "SELECT code FROM orders WHERE cl_ord_id = @symbol"), Is.False);

    [Test]
    public void What_refers_to_nothing_is_found_by_no_reference()
    {
        const string Booked = "INSERT INTO executions (exec_id, exec_ref_id) VALUES (@other, @reference)";
        const string Corrections = "SELECT count(*) FROM executions WHERE exec_ref_id = @symbol";

        Assert.That(MayChange(Statement(Booked, ("other", "MSFT")), Statement(Corrections, ("symbol", "AAPL"))), Is.False);
        Assert.That(MayChange(Statement(Booked, ("other", "MSFT"), ("reference", "AAPL")), Statement(Corrections, ("symbol", "AAPL"))), Is.True);
        Assert.That(MayChange(Statement(Booked, ("other", "MSFT")), Statement("SELECT count(*) FROM executions WHERE exec_ref_id IS NULL")), Is.True);
    }

    [Test]
    public void Values_of_two_kinds_may_be_equal_in_the_database()
    {
        var write = Statement("UPDATE claims SET outcome = @outcome WHERE fencing = @fencing", ("fencing", 7L));

        Assert.That(MayChange(write, Statement("SELECT outcome FROM claims WHERE fencing = @fencing", ("fencing", 7))), Is.True);
        Assert.That(MayChange(write, Statement("SELECT outcome FROM claims WHERE fencing = @fencing", ("fencing", 8L))), Is.False);
    }

    private static bool MayChange(string write, string read) =>
        !StatementShape.Of(write).IsRead
        && MayChange(Statement(write, ("account", "main"), ("symbol", "AAPL"), ("other", "MSFT"), ("qty", "1")), Statement(read, ("account", "main"), ("symbol", "AAPL")));

    private static bool MayChange(Statement write, Statement read) => write.Shape.To(read.Shape)?.MayChange(write, read) ?? false;

    private static Statement Statement(string text, params (string Name, object? Value)[] parameters) => Statements.Of(text, parameters);
}
