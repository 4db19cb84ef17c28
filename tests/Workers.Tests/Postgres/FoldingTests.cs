using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Of what a step writes to one row the server sees the end, where nothing between could tell.</summary>
public sealed class FoldingTests
{
    private const string Add = "INSERT INTO orders (cl_ord_id, status, qty, code) VALUES (@id, @status, @qty, @code)";
    private const string Move = "UPDATE orders SET status = @status, qty = @qty WHERE cl_ord_id = @id";

    [Test]
    public void A_row_that_is_added_and_changed_is_added_as_it_is_then()
    {
        var waiting = Waiting(Added("a"), Entry);

        Assert.That(Folding.TryFold(waiting, 1, Moved("a", "accepted")), Is.True);
        Assert.That(waiting[0].Statement.Values, Is.EqualTo(new object?[] { "a", "accepted", "2", null }));
        Assert.That(waiting, Has.Exactly(2).Items);
    }

    [Test]
    public void Of_two_changes_of_the_same_columns_the_later_is_enough()
    {
        var waiting = Waiting(Moved("a", "new"), Moved("b", "new"));

        Assert.That(Folding.TryFold(waiting, 1, Moved("a", "filled")), Is.True);
        Assert.That(waiting.Select(sending => sending.Statement.Values[0]), Is.EqualTo(new[] { "filled", "new" }));
    }

    [Test]
    public void What_was_nothing_may_come_to_be_something()
    {
        var waiting = Waiting(Added("a"));

        Assert.That(Folding.TryFold(waiting, 1, Of("UPDATE orders SET code = @code WHERE cl_ord_id = @id", ("id", "a"), ("code", "LIMIT"))), Is.True);
        Assert.That(waiting[0].Statement.Values, Is.EqualTo(new[] { "a", "new", "1", "LIMIT" }));
    }

    [Test]
    public void Another_steps_row_is_left_alone() => Assert.That(Folding.TryFold(Waiting(Added("a")), 2, Moved("a", "accepted")), Is.False, "it may be taken back alone");

    [Test]
    public void Another_row_is_left_alone() => Assert.That(Folding.TryFold(Waiting(Added("b")), 1, Moved("a", "accepted")), Is.False);

    [TestCase("UPDATE orders SET qty = qty || '0' WHERE cl_ord_id = @id", Description = "it goes by what stands there")]
    [TestCase("UPDATE orders SET status = @status, deadline = @deadline WHERE cl_ord_id = @id", Description = "it sets a column that the row was not added with")]
    [TestCase("UPDATE orders SET status = @status WHERE cl_ord_id = @id AND qty = @qty", Description = "whether it is there nobody can tell")]
    [TestCase("UPDATE orders SET status = @status WHERE cl_ord_id = @id AND code IS NULL")]
    [TestCase("UPDATE orders SET status = @status WHERE cl_ord_id = @id OR code = @id")]
    [TestCase("UPDATE orders SET cl_ord_id = @status WHERE cl_ord_id = @id")]
    [TestCase("UPDATE fills SET status = @status WHERE cl_ord_id = @id")]
    [TestCase("DELETE FROM orders WHERE cl_ord_id = @id")]
    public void What_it_can_not_be_sure_of_is_sent(string change) =>
        Assert.That(Folding.TryFold(Waiting(Added("a")), 1, Of(change, ("id", "a"), ("status", "s"), ("qty", "7"), ("deadline", "d"))), Is.False);

    [TestCase("INSERT INTO orders (cl_ord_id, status, qty, code) VALUES (@id, @status, @qty, @code) ON CONFLICT DO NOTHING", Description = "it may have added nothing")]
    [TestCase("INSERT INTO orders (cl_ord_id, status, qty, code) VALUES (@id, @status, @qty, coalesce(@code, ''))", Description = "not all of it is said")]
    [TestCase("INSERT INTO orders (cl_ord_id, status, qty, code) VALUES (@id, @status, @status, @code)", Description = "one parameter stands for two columns")]
    [TestCase("INSERT INTO orders (cl_ord_id, status, qty, code) SELECT @id, @status, @qty, @code")]
    public void Into_what_says_less_than_a_row_nothing_goes(string into) =>
        Assert.That(Folding.TryFold(Waiting(Of(into, ("id", "a"), ("status", "new"), ("qty", "1"))), 1, Moved("a", "accepted")), Is.False);

    [Test]
    public void Into_a_change_that_may_find_no_row_nothing_goes() => Assert.That(
        Folding.TryFold(Waiting(Of("UPDATE orders SET status = @status, qty = @qty WHERE cl_ord_id = @id AND code = @code", ("id", "a"), ("status", "new"), ("qty", "1"), ("code", "c"))), 1, Moved("a", "filled")),
        Is.False);

    [TestCase("SELECT status FROM orders WHERE cl_ord_id = @id")]
    [TestCase("SELECT count(*) FROM orders WHERE status = @status")]
    [TestCase("UPDATE orders SET code = 'x' WHERE cl_ord_id = @id")]
    [TestCase("UPDATE orders SET code = 'x' WHERE status = @status")]
    [TestCase("INSERT INTO copies (status) SELECT status FROM orders WHERE cl_ord_id = @id")]
    public void It_goes_past_nothing_that_could_tell(string between) =>
        Assert.That(Folding.TryFold(Waiting(Added("a"), Of(between, ("id", "a"), ("status", "new"))), 1, Moved("a", "accepted")), Is.False);

    [TestCase("UPDATE orders SET code = @status WHERE cl_ord_id = @other")]
    [TestCase("INSERT INTO steps (cl_ord_id, stage) VALUES (@id, @status)")]
    public void Past_what_has_nothing_to_do_with_the_row_it_goes(string between) =>
        Assert.That(Folding.TryFold(Waiting(Added("a"), Of(between, ("id", "a"), ("other", "b"), ("status", "new"))), 1, Moved("a", "accepted")), Is.True);

    private static Statement Entry => Of("INSERT INTO journal (seq, kind) VALUES (@seq, @kind)", ("seq", 1L), ("kind", "k"));

    private static Statement Added(string id) => Of(Add, ("id", id), ("status", "new"), ("qty", "1"));

    private static Statement Moved(string id, string status) => Of(Move, ("id", id), ("status", status), ("qty", "2"));

    private static Statement Of(string text, params (string, object?)[] parameters) => Statements.Of(text, parameters);

    private static List<Sending> Waiting(params Statement[] statements) =>
        [.. statements.Select(statement => new Sending(statement, statement.Shape.IsRead ? SendingKind.Ahead : SendingKind.Write) { Step = 1 })];
}
