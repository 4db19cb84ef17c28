using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.WebConsole.Parts;
using Pipeline.WebConsole.Views;

namespace Pipeline.WebConsole.Tests;

/// <summary>What the console makes of what the store has.</summary>
public sealed class ViewTests
{
    [TestCase("""{"scope": "all", "by": "alice", "why": "a rumour"}""")]
    [TestCase("""{"code": "DENIED_BY_OPERATOR", "detail": "", "facts": {"by": "alice", "why": "a rumour"}}""")]
    [TestCase("""{"replayed_by": "alice", "why": "a rumour"}""")]
    public void Who_has_acted_and_why_is_told_wherever_the_entry_has_it(string data)
    {
        var row = AuditRow.Of(new JournalEntry(1, DateTimeOffset.UnixEpoch, JournalKinds.Halted, null, null, "operator", null, data));

        Assert.That((row.Who, row.Why), Is.EqualTo(("alice", "a rumour")));
    }

    [TestCase("0.00001234", "0.00001234")]
    [TestCase("0.000012345678", "0.000012346")]
    [TestCase("101.333333333333", "101.3333")]
    [TestCase("0.5", "0.50")]
    [TestCase("0", "0.00")]
    public void An_average_price_shows_what_there_is_of_it(string price, string shown) =>
        Assert.That(Words.AveragePrice(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(shown));

    [Test]
    public void The_smallest_quantity_of_an_intent_is_not_shown_as_nothing() => Assert.That(Words.Number(0.000000000001m), Is.EqualTo("0.000000000001"));

    [Test]
    public void What_has_no_quote_is_in_no_sum_and_is_said()
    {
        var view = new PositionsView([new PositionRow("AAPL", 10_000, 150, null, 0, 0, 0), new PositionRow("MSFT", 1, 300, 310, 0, 0, 0), new PositionRow("GONE", 0, 0, null, 5, 0, 0)], 0);

        Assert.That((view.LongValue, view.Unquoted), Is.EqualTo((310, 1)));
    }
}
