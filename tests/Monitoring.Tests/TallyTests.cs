using System.Text.Json;
using NUnit.Framework;
using Pipeline.Faults.GameDay;

namespace Pipeline.Monitoring.Tests;

/// <summary>How a game day counts orders that are lost or doubled: a count that is always 0 would prove nothing.</summary>
public sealed class TallyTests
{
    private const string Sent = """{"cl_ord_id":"A","order_id":"v1","qty":10,"cum_qty":10}""";
    private const string AtVenue = """{"cl_ord_id":"A"}""";
    private const string Trade = """{"cl_ord_id":"A","qty":10}""";

    [Test]
    public void An_order_that_both_sides_have_once_with_the_same_fills_is_neither() => Assert.That(Count(["A"], [Sent], [AtVenue], [Trade]), Is.EqualTo((0, 0)));

    [Test]
    public void An_order_that_was_denied_and_that_the_venue_never_saw_is_neither() =>
        Assert.That(Count(["A"], ["""{"cl_ord_id":"A","qty":10,"cum_qty":0}"""], [], []), Is.EqualTo((0, 0)));

    [Test]
    public void An_order_that_an_agent_was_promised_and_nobody_knows_is_lost() => Assert.That(Count(["A", "B"], [Sent], [AtVenue], [Trade]), Is.EqualTo((1, 0)));

    [Test]
    public void An_order_that_we_have_as_sent_and_the_venue_has_not_is_lost() =>
        Assert.That(Count(["A"], ["""{"cl_ord_id":"A","order_id":"v1","qty":10,"cum_qty":0}"""], [], []), Is.EqualTo((1, 0)));

    [Test]
    public void An_order_that_the_venue_has_and_we_do_not_is_lost() => Assert.That(Count(["A"], [Sent], [AtVenue, """{"cl_ord_id":"X"}"""], [Trade]), Is.EqualTo((1, 0)));

    [Test]
    public void A_fill_that_we_have_not_booked_is_a_loss() =>
        Assert.That(Count(["A"], ["""{"cl_ord_id":"A","order_id":"v1","qty":10,"cum_qty":4}"""], [AtVenue], [Trade]), Is.EqualTo((1, 0)));

    [Test]
    public void An_order_that_the_venue_has_twice_is_doubled() => Assert.That(Count(["A"], [Sent], [AtVenue, AtVenue], [Trade]), Is.EqualTo((0, 1)));

    [Test]
    public void An_order_that_has_traded_more_than_it_asks_for_is_doubled() =>
        Assert.That(Count(["A"], ["""{"cl_ord_id":"A","order_id":"v1","qty":10,"cum_qty":20}"""], [AtVenue], [Trade, Trade]), Is.EqualTo((0, 1)));

    private static (int Lost, int Doubled) Count(string[] promised, string[] ours, string[] theirs, string[] executions)
    {
        static IEnumerable<JsonElement> Parsed(string[] texts) => texts.Select(text => JsonSerializer.Deserialize<JsonElement>(text));
        var tally = Tally.Of(promised, Parsed(ours), Parsed(theirs), Parsed(executions));
        return (tally.Lost, tally.Doubled);
    }
}
