using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Statements of the same text go as one, where nothing between them could tell.</summary>
public sealed class ParcelsTests
{
    private const string AddOrder = "INSERT INTO orders (cl_ord_id, intent_id) VALUES (@id, @intent)";
    private const string AddIntent = "INSERT INTO intents (intent_id) VALUES (@intent)";
    private const string AddEntry = "INSERT INTO journal (seq, kind) VALUES (@seq, @kind)";
    private const string MoveOrder = "UPDATE orders SET ord_status = @status WHERE cl_ord_id = @id";
    private const string ExplainOrder = "UPDATE orders SET code = @code WHERE cl_ord_id = @id";
    private const string Expose = "INSERT INTO exposures (account, qty) VALUES (@account, @qty) ON CONFLICT (account) DO UPDATE SET qty = excluded.qty";
    private const string ReadOrder = "SELECT * FROM orders WHERE cl_ord_id = @id";
    private const string CountOpen = "SELECT count(*) FROM orders WHERE venue = @venue";

    [Test]
    public void Writes_of_two_orders_that_follow_each_other_in_each_step_go_by_kind() => Assert.That(
        Sent(Move("a"), Entry(1), Move("b"), Entry(2), Move("c"), Entry(3)), Is.EqualTo(["UPDATE a b c", "INSERT 1 2 3"]));

    [Test]
    public void What_an_order_becomes_second_comes_second() => Assert.That(
        Sent(Move("a"), Move("b"), Move("a"), Move("c")), Is.EqualTo(["UPDATE a b c", "UPDATE a"]));

    [Test]
    public void What_each_order_becomes_first_goes_together_and_what_it_becomes_then() => Assert.That(
        Sent(Move("a"), Move("a"), Move("b"), Move("b"), Move("c"), Move("c")), Is.EqualTo(["UPDATE a b c", "UPDATE a b c"]));

    [Test]
    public void What_two_statements_make_of_one_row_is_made_in_their_order() => Assert.That(
        Sent(Move("a"), Explain("a"), Move("a"), Explain("b"), Move("b")), Is.EqualTo(["UPDATE a", "UPDATE a b", "UPDATE a b"]));

    [Test]
    public void What_is_changed_by_an_upsert_is_changed_once_a_statement() => Assert.That(
        Sent(Exposed("x"), Exposed("y"), Exposed("x")), Is.EqualTo(["INSERT x y", "INSERT x"]));

    [Test]
    public void Nothing_comes_before_what_it_refers_to() => Assert.That(
        Sent(Added("a", "i"), Intent("j"), Added("b", "j")), Is.EqualTo(["INSERT a", "INSERT j", "INSERT b"]));

    [Test]
    public void What_others_refer_to_may_come_before_them() => Assert.That(
        Sent(Intent("i"), Added("a", "i"), Intent("j"), Added("b", "j")), Is.EqualTo(["INSERT i j", "INSERT a b"]));

    [Test]
    public void What_others_refer_to_is_taken_out_and_changed_in_its_place()
    {
        Assert.That(Sent(Dropped("i"), Added("a", "j"), Dropped("j")), Is.EqualTo(["DELETE i", "INSERT a", "DELETE j"]));
        Assert.That(Sent(Overwritten("i"), Added("a", "j"), Overwritten("j")), Is.EqualTo(["INSERT i", "INSERT a", "INSERT j"]));
    }

    [Test]
    public void A_column_that_is_named_like_a_table_is_not_that_table() => Assert.That(
        Sent(Counting("s"), Move("a"), Counting("t")), Is.EqualTo(["INSERT s t", "UPDATE a"]));

    [Test]
    public void A_read_comes_before_no_write_of_what_it_may_look_at() => Assert.That(
        Sent(Read("a"), Move("a"), Read("b"), Read("a")), Is.EqualTo(["SELECT a b", "UPDATE a", "SELECT a"]));

    [Test]
    public void A_write_comes_before_no_read_of_what_it_may_change() => Assert.That(
        Sent(Move("a"), Counted("v"), Move("b")), Is.EqualTo(["UPDATE a", "SELECT v", "UPDATE b"]));

    [Test]
    public void Nothing_comes_before_the_turn_has_begun() => Assert.That(
        Sent(Read("a"), new Sending(Statement.Of("SELECT begin_turn()"), SendingKind.Silent), Read("b")), Is.EqualTo(["SELECT a", "SELECT", "SELECT b"]));

    [Test]
    public void What_somebody_asks_the_outcome_of_goes_with_its_like() => Assert.That(
        Sent(Move("a", SendingKind.Save), Move("b"), Move("c", SendingKind.Save)), Is.EqualTo(["UPDATE a c", "UPDATE b"]));

    [Test]
    public void Rows_that_are_added_unless_they_are_there_go_together_also_where_somebody_asks_but_not_twice_the_same() => Assert.That(
        Sent(AskedFor("i"), AskedFor("j"), AskedFor("i")), Is.EqualTo(["INSERT i j", "INSERT i"]));

    [Test]
    public void What_is_said_by_a_number_may_be_what_is_said_by_a_text() => Assert.That(
        Sent(Move("a"), Move(7L), Move("b")), Is.EqualTo(["UPDATE a", "UPDATE 7", "UPDATE b"]));

    [TestCase("DELETE FROM orders WHERE cl_ord_id <> @id")]
    [TestCase("UPDATE orders SET ord_status = 'held' WHERE cl_ord_id <> @id")]
    [TestCase("UPDATE orders SET ord_status = 'held' WHERE cl_ord_id = @id OR slot = @id")]
    [TestCase("UPDATE orders SET ord_status = (SELECT 'held') WHERE cl_ord_id = @id")]
    [TestCase("INSERT INTO orders (cl_ord_id) SELECT @id")]
    [TestCase("INSERT INTO orders (cl_ord_id) VALUES (@id) ON CONFLICT (cl_ord_id) DO UPDATE SET code = @id")]
    [TestCase("INSERT INTO orders (cl_ord_id) VALUES (@id) RETURNING seq")]
    public void Others_go_by_themselves(string write) => Assert.That(
        Sent(Sent(write, ("id", "a")), Sent(write, ("id", "b"))), Has.Count.EqualTo(2));

    private static List<string> Sent(params Sending[] sendings) => [.. Parcels.Of(sendings).Select(parcel =>
        string.Join(' ', parcel.Sendings.Select(sending => sending.Statement.Values.FirstOrDefault(value => value is not "held")).Prepend(parcel.Sendings[0].Statement.Shape.Text.Split(' ')[0])).TrimEnd())];

    private static Sending Move(object id, SendingKind kind = SendingKind.Write) => Sent(kind, MoveOrder, ("status", "held"), ("id", id));

    private static Sending Explain(string id) => Sent(ExplainOrder, ("code", "held"), ("id", id));

    private static Sending Entry(long seq) => Sent(AddEntry, ("seq", seq), ("kind", "held"));

    private static Sending Added(string id, string intent) => Sent(AddOrder, ("id", id), ("intent", intent));

    private static Sending Intent(string intent) => Sent(AddIntent, ("intent", intent));

    private static Sending AskedFor(string intent) => Sent(SendingKind.Save, $"{AddIntent} ON CONFLICT DO NOTHING", ("intent", intent));

    private static Sending Dropped(string intent) => Sent("DELETE FROM intents WHERE intent_id = @intent", ("intent", intent));

    private static Sending Overwritten(string intent) => Sent($"{AddIntent} ON CONFLICT (intent_id) DO UPDATE SET intent_id = excluded.intent_id", ("intent", intent));

    private static Sending Counting(string symbol) => Sent("INSERT INTO daily_orders (symbol, orders) VALUES (@symbol, 1) ON CONFLICT (symbol) DO UPDATE SET orders = daily_orders.orders + 1", ("symbol", symbol));

    private static Sending Exposed(string account) => Sent(Expose, ("account", account), ("qty", "held"));

    private static Sending Read(string id) => Sent(SendingKind.Ahead, ReadOrder, ("id", id));

    private static Sending Counted(string venue) => Sent(SendingKind.Ahead, CountOpen, ("venue", venue));

    private static Sending Sent(string text, params (string Name, object? Value)[] parameters) => Sent(SendingKind.Write, text, parameters);

    private static Sending Sent(SendingKind kind, string text, params (string Name, object? Value)[] parameters) => new(Statements.Of(text, parameters), kind);
}
