using System.Text;
using System.Text.Json;
using CsCheck;
using NUnit.Framework;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Orders.KeyVectors;

namespace Pipeline.Trading.Tests.Orders;

public sealed class OrderKeyTests
{
    private static readonly JsonSerializerOptions ForReaders = new(PipelineJson.Options)
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Worked out by another program from the recipe alone.
    [TestCase("10", "cf89e188814f28c67977ef9f7c7f35a0a3b79208afb10f856b12f854b8a789e4", "Z6E6DCEBJ4UMM6LX56PXY7ZVUCR3PEQI")]
    public void The_usual_line_has_the_published_key(string qty, string key, string clOrdId)
    {
        var actual = OrderKey.Of(Slot(), decimal.Parse(qty));

        Assert.That(actual, Is.EqualTo(key));
        Assert.That(OrderKey.ClOrdId(actual), Is.EqualTo(clOrdId));
    }

    [Test]
    public void The_page_of_keys_is_fresh()
    {
        var text = new StringBuilder();
        foreach (var (what, slot, qty) in All)
        {
            var key = OrderKey.Of(slot, decimal.Parse(qty));
            text.Append($"### {what}\n\n```\n{slot.Canonical()}|{CanonicalDecimal.Format(decimal.Parse(qty)).Length}:{CanonicalDecimal.Format(decimal.Parse(qty))}\n");
            text.Append($"key        {key}\ncl_ord_id  {OrderKey.ClOrdId(key)}\nsecond try {OrderKey.ReplacementClOrdId(key, 2)}\n```\n\n");
        }

        text.Append("### Spellings that are the same order\n\n| line | is |\n|---|---|\n");
        text.Append(string.Concat(Spellings.Select(spelling => $"| `{spelling.Line}` | {spelling.SameAs} |\n")));
        text.Append("\n### Contents of the usual line\n\n");
        text.Append(string.Concat(Contents.Select(content =>
            $"{content.What}\n\n```\n{OrderContent.Canonical(Slot(), content.Terms)}\ncontent {OrderContent.Hash(Slot(), content.Terms)}\n```\n\n")));
        Page.IsFresh("keys.md", text.ToString());
    }

    [Test]
    public void The_vectors_for_other_programs_are_fresh() => Page.FileIsFresh("keys.json", JsonSerializer.Serialize(
        new
        {
            keys = All.Select(vector => new
            {
                vector.What, vector.Slot, vector.Qty, canonical_slot = vector.Slot.Canonical(), key = OrderKey.Of(vector.Slot, decimal.Parse(vector.Qty)),
                cl_ord_id = OrderKey.ClOrdId(OrderKey.Of(vector.Slot, decimal.Parse(vector.Qty))),
                second_try = OrderKey.ReplacementClOrdId(OrderKey.Of(vector.Slot, decimal.Parse(vector.Qty)), 2),
            }),
            spellings = Spellings.Select(spelling => new { spelling.Line, spelling.SameAs }),
            contents = Contents.Select(content => new { content.What, slot = Slot(), content.Terms, content = OrderContent.Hash(Slot(), content.Terms) }),
        },
        ForReaders));

    [Test]
    public void Every_spelling_is_the_order_it_is_said_to_be()
    {
        foreach (var (json, sameAs) in Spellings)
        {
            var line = Line(json);
            var (_, slot, qty) = All.Single(vector => vector.What == sameAs);

            Assert.That(OrderKey.Of(Slot(symbol: line.Symbol) with { Leg = line.Leg }, line.Qty), Is.EqualTo(OrderKey.Of(slot, decimal.Parse(qty))), json);
        }
    }

    [Test]
    public void The_content_is_the_same_in_another_decision_and_under_another_leg_and_no_other_for_another_price()
    {
        var hash = OrderContent.Hash(Slot(), Terms());

        Assert.That(OrderContent.Hash(Slot(rebalance: "another") with { Leg = "b" }, Terms()), Is.EqualTo(hash));
        Assert.That(OrderContent.Hash(Slot(), Terms() with { OrderType = OrdType.Limit, LimitPrice = 1 }), Is.Not.EqualTo(hash));
        Assert.That(OrderContent.Hash(Slot("another"), Terms()), Is.Not.EqualTo(hash));
        Assert.That(OrderContent.Hash(Slot(portfolio: "another"), Terms()), Is.Not.EqualTo(hash));
    }

    [TestCase("10", "10")]
    [TestCase("10.0", "10")]
    [TestCase("10.000000000000", "10")]
    [TestCase("0.10", "0.1")]
    [TestCase("0.000000000001", "0.000000000001")]
    [TestCase("999999999999.999999999999", "999999999999.999999999999")]
    [TestCase("-0.0", "0")]
    [TestCase("-1.50", "-1.5")]
    public void A_number_has_one_spelling(string written, string canonical) =>
        Assert.That(CanonicalDecimal.Format(decimal.Parse(written)), Is.EqualTo(canonical));

    [Test]
    public void A_strategy_in_another_case_is_another_order() =>
        Assert.That(OrderKey.OfSlot(Slot("Momentum-1")), Is.Not.EqualTo(OrderKey.OfSlot(Slot("momentum-1"))));

    [Test]
    public void A_missing_leg_differs_from_every_leg()
    {
        var slots = new[] { null, "", "null", "0", "a" }.Select(leg => OrderKey.OfSlot(Slot() with { Leg = leg }));

        Assert.That(slots, Is.Unique);
    }

    [Test]
    public void Another_quantity_is_another_key()
    {
        Assert.That(OrderKey.Of(Slot(), 10), Is.Not.EqualTo(OrderKey.Of(Slot(), 11)));
    }

    [Test]
    public void Two_slots_look_alike_only_when_they_are_equal()
    {
        // Few characters, separators among them: what could be confused will be drawn.
        var field = Gen.OneOf("", "a", "b", "ab", "1:a", "|", "a|1:b", "2:ab", "é");
        var slots = Gen.Select(field, field, field, Gen.OneOf<string?>(null, "", "a", "b", "1:a", "|", "null"), field, Gen.OneOf(Side.Buy, Side.Sell))
            .Select((strategy, rebalance, portfolio, leg, symbol, side) => new OrderSlot(strategy, rebalance, portfolio, leg, symbol, side));

        Gen.Select(slots, slots).Sample((one, other) => (one.Canonical() == other.Canonical()) == (one == other), iter: 20_000);
    }

    [Test]
    public void A_ClOrdId_is_32_characters_of_base32_however_long_the_names_are() => Gen.Select(Gen.String, Gen.Decimal[0.000001m, 1e12m]).Sample(
        (name, qty) => OrderKey.ClOrdId(OrderKey.Of(Slot(name), qty)) is { Length: 32 } id && id.All("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".Contains));

    [Test]
    public void Every_attempt_and_every_order_has_its_own_ClOrdId()
    {
        var key = OrderKey.Of(Slot(), 10);
        var ids = Enumerable.Range(2, 50).Select(attempt => OrderKey.ReplacementClOrdId(key, attempt)).Append(OrderKey.ClOrdId(key));

        Assert.That(ids, Is.Unique);
        Assert.That(OrderKey.ReplacementClOrdId(key, 2), Is.EqualTo("IUID3MXGKY7HP6VA5MMWRQYFKJVOWBO6"));
    }

    [Test]
    public void An_intent_is_known_by_its_decision_and_its_lines()
    {
        var intent = OrderKey.IntentId("s", "r", "p", ["1", "2"]);

        Assert.That(OrderKey.IntentId("s", "r", "p", ["1", "2"]), Is.EqualTo(intent));
        Assert.That(OrderKey.IntentId("s", "r", "p", ["12"]), Is.Not.EqualTo(intent));
        Assert.That(OrderKey.IntentId("s", "r2", "p", ["1", "2"]), Is.Not.EqualTo(intent));
    }

    [Test]
    public void The_same_step_has_the_same_message_id_and_another_step_another()
    {
        Assert.That(OrderKey.MessageId("A", "validation", "1"), Is.EqualTo(Guid.Parse("dee67831-67df-3d15-682d-0461e9293ab8")));
        Assert.That(OrderKey.MessageId("A", "validation", "1"), Is.Not.EqualTo(OrderKey.MessageId("A", "validation", "2")));
    }

    private static Messages.Intents.IntentOrder Line(string json) =>
        ((IntentParseResult.Parsed)IntentParser.Parse(Encoding.UTF8.GetBytes($$"""{"portfolio":"core","orders":[{{json}}]}"""))).Intent.Orders[0];
}
