using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>What was fetched before somebody reads it, after others have written: what they may have made another is asked for again.</summary>
public sealed class AheadReadsTests
{
    private const string BySlot = "SELECT cl_ord_id, status FROM orders WHERE slot = @slot";

    [TestCase("UPDATE orders SET status = @status WHERE cl_ord_id = @id")]
    [TestCase("DELETE FROM orders WHERE cl_ord_id = @id")]
    public void Where_nothing_was_found_a_change_of_something_else_brings_nothing(string write) => Assert.That(IsKept(write, BySlot), Is.True);

    [TestCase("UPDATE orders SET slot = @status WHERE cl_ord_id = @id")]
    [TestCase("UPDATE orders SET (status, slot) = (@status, @status) WHERE cl_ord_id = @id")]
    [TestCase("INSERT INTO orders (cl_ord_id, slot) VALUES (@id, @slot)")]
    [TestCase("INSERT INTO orders (cl_ord_id) VALUES (@id) ON CONFLICT (cl_ord_id) DO UPDATE SET status = 'new'")]
    public void Where_nothing_was_found_what_may_bring_something_has_it_asked_again(string write) => Assert.That(IsKept(write, BySlot), Is.False);

    [TestCase("SELECT cl_ord_id, status FROM orders WHERE slot = @slot AND status <> 'held'")]
    [TestCase("SELECT cl_ord_id, status FROM orders WHERE slot = @slot OR status = 'held'")]
    public void A_change_of_what_a_read_looks_at_may_bring_it_something(string read) =>
        Assert.That(IsKept("UPDATE orders SET status = @status WHERE cl_ord_id = @id", read), Is.False);

    [Test]
    public void A_row_that_was_found_may_be_the_one_that_is_changed() =>
        Assert.That(IsKept("UPDATE orders SET status = @status || 'x' WHERE cl_ord_id = @id", BySlot, ["a", "new"]), Is.False);

    [Test]
    public void What_is_not_fetched_yet_is_asked_for_where_it_is_read()
    {
        var reads = new AheadReads();
        reads.Add(Waiting(BySlot));

        Assert.That(reads.Outdate(Write("UPDATE orders SET status = @status WHERE cl_ord_id = @id")), Is.True);
        Assert.That(reads.Find(Waiting(BySlot).Statement), Is.Null);
    }

    private static bool IsKept(string write, string read, params object[][] rows)
    {
        var sending = Waiting(read);
        sending.Rows = new FetchedRows([("cl_ord_id", typeof(string)), ("status", typeof(string))], rows);
        var reads = new AheadReads();
        reads.Add(sending);
        Assert.That(reads.Find(Waiting(read).Statement), Is.SameAs(sending));

        var forgets = reads.Outdate(Write(write));

        Assert.That(reads.Find(Waiting(read).Statement) is null, Is.EqualTo(forgets));
        return !forgets;
    }

    private static Sending Waiting(string read) => new(Statements.Of(read, ("slot", "s")), SendingKind.Ahead);

    private static Statement Write(string text) => Statements.Of(text, ("id", "a"), ("status", "filled"), ("slot", "s"));
}
