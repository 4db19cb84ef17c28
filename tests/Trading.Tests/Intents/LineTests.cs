using NUnit.Framework;

namespace Pipeline.Trading.Tests.Intents;

/// <summary>What the fields and lines of an intent demand of each other.</summary>
public sealed class LineTests
{
    [TestCase("market", false, false)]
    [TestCase("limit", true, false)]
    [TestCase("stop", false, true)]
    [TestCase("stop_limit", true, true)]
    public void A_line_has_exactly_the_prices_of_its_order_type(string type, bool limit, bool stop)
    {
        string Line(bool withLimit, bool withStop) => Sample.WithLines(
            $$"""{"symbol":"A","side":"buy","qty":1,"order_type":"{{type}}"{{(withLimit ? ",\"limit_price\":2" : "")}}{{(withStop ? ",\"stop_price\":3" : "")}}}""");
        string Fault(string field, bool needed) => $"$.orders[0].{field} {(needed ? "MISSING_FIELD" : "FIELD_NOT_ALLOWED")}";

        Sample.Parsed(Line(limit, stop));
        Assert.That(Sample.Named(Line(!limit, stop)), Is.EqualTo(new[] { Fault("limit_price", limit) }));
        Assert.That(Sample.Named(Line(limit, !stop)), Is.EqualTo(new[] { Fault("stop_price", stop) }));
        Assert.That(Sample.Named(Line(!limit, !stop)), Is.EquivalentTo(new[] { Fault("limit_price", limit), Fault("stop_price", stop) }));
    }

    [Test]
    public void A_price_that_is_not_allowed_is_also_checked_for_itself() =>
        Assert.That(
            Sample.Named(Sample.WithLines(Sample.MarketLine("A", more: ",\"limit_price\":-1"))),
            Is.EquivalentTo(new[] { "$.orders[0].limit_price OUT_OF_RANGE", "$.orders[0].limit_price FIELD_NOT_ALLOWED" }));

    [Test]
    public void Without_a_known_order_type_nobody_knows_which_prices_it_needs() =>
        Sample.IsRefused(Sample.With("\"limit\"", "\"iceberg\""), "$.orders[0].order_type UNKNOWN_WORD");

    [Test]
    public void Two_lines_in_one_slot_are_refused_and_both_are_named()
    {
        var fault = Sample.Faults(Sample.WithLines(Sample.MarketLine("AAPL"), Sample.MarketLine("MSFT"), Sample.MarketLine("aapl"))).Single();

        Assert.That((fault.Path, fault.Code), Is.EqualTo(("$.orders[2]", "SAME_SLOT")));
        Assert.That(fault.Message, Does.Contain("$.orders[2]").And.Contain("$.orders[0]"));
    }

    [Test]
    public void The_same_leg_is_the_same_slot() =>
        Sample.IsRefused(
            Sample.WithLines(Sample.MarketLine("A", more: ",\"leg\":\"1\""), Sample.MarketLine("A", more: ",\"leg\":\"\\u0031\"")),
            "$.orders[1] SAME_SLOT");

    [Test]
    public void Another_side_leg_or_symbol_is_another_slot() =>
        Assert.That(
            Sample.Parsed(Sample.WithLines(
                Sample.MarketLine("A"),
                Sample.MarketLine("A", side: "sell"),
                Sample.MarketLine("B"),
                Sample.MarketLine("A", more: ",\"leg\":\"x\""),
                Sample.MarketLine("A", more: ",\"leg\":\"X\""))).Orders,
            Has.Count.EqualTo(5));

    [Test]
    public void A_leg_that_cannot_be_read_is_not_taken_for_none() =>
        Sample.IsRefused(
            Sample.WithLines(Sample.MarketLine("A"), Sample.MarketLine("A", more: ",\"leg\":7")),
            "$.orders[1].leg WRONG_TYPE");

    [Test]
    public void A_fault_elsewhere_in_a_line_does_not_hide_its_slot() =>
        Sample.IsRefused(
            Sample.WithLines(Sample.MarketLine("A"), Sample.MarketLine("A").Replace("\"qty\":1", "\"qty\":0")),
            "$.orders[1].qty OUT_OF_RANGE",
            "$.orders[1] SAME_SLOT");
}
