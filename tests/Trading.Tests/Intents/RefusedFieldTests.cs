using NUnit.Framework;

namespace Pipeline.Trading.Tests.Intents;

/// <summary>Fields by another name, twice, missing, empty of meaning, or of another type.</summary>
public sealed class RefusedFieldTests
{
    [TestCase("\"qty\":10", "\"QTY\":10", "qty")]
    [TestCase("\"order_type\":", "\"orderType\":", "order_type")]
    public void A_name_in_another_case_is_another_name(string old, string replacement, string meant)
    {
        var faults = Sample.Faults(Sample.With(old, replacement));

        Assert.That(faults.Select(f => f.Code), Is.EqualTo(new[] { "UNKNOWN_FIELD", "MISSING_FIELD" }));
        Assert.That(faults[0].Message, Does.EndWith($"lower snake case: {meant}."));
    }

    [Test]
    public void An_unknown_field_is_refused_wherever_it_stands()
    {
        Sample.IsRefused(Sample.WithField("\"note\":1"), "$.note UNKNOWN_FIELD");
        Sample.IsRefused(Sample.With("\"qty\":10", "\"qty\":10,\"note\":1"), "$.orders[0].note UNKNOWN_FIELD");
        Sample.IsRefused(Sample.With("{\"max_s", "{\"note\":1,\"max_s"), "$.constraints.note UNKNOWN_FIELD");
    }

    [TestCase("qt\u0443", "$.orders[0]['qt\\u0443']", TestName = "A Cyrillic letter in a name shows as an escape")]
    [TestCase("qty\u202e", "$.orders[0]['qty\\u202e']", TestName = "A direction mark in a name shows as an escape")]
    [TestCase("qty\\u0000", "$.orders[0]['qty\\u0000']", TestName = "A NUL in a name shows as an escape")]
    [TestCase("q'ty", "$.orders[0]['q\\'ty']", TestName = "A quote in a name is escaped")]
    [TestCase("", "$.orders[0]['']", TestName = "A name may be empty and is still unknown")]
    public void A_lookalike_of_a_name_is_another_name(string name, string path) =>
        Sample.IsRefused(Sample.With("\"qty\":10", $"\"{name}\":10"), $"{path} UNKNOWN_FIELD", "$.orders[0].qty MISSING_FIELD");

    [TestCase("\"qty\":10", "\"qty\":10,\"qty\":1000", "$.orders[0].qty")]
    [TestCase("\"qty\":10", "\"qty\":10,\"qt\\u0079\":1000", "$.orders[0].qty")]
    [TestCase("\"qty\":10", "\"\\u0071ty\":1000,\"qty\":10,\"\\u0071\\u0074y\":1", "$.orders[0].qty")]
    [TestCase("\"portfolio\":\"core\"", "\"portfolio\":\"core\",\"portfolio\":\"core\"", "$.portfolio")]
    [TestCase("\"max_exposure_pct\":20", "\"max_exposure_pct\":20,\"max_exposure_pct\":90", "$.constraints.max_exposure_pct")]
    public void A_doubled_field_is_refused_however_it_is_spelled(string old, string replacement, string path) =>
        Sample.IsRefused(Sample.With(old, replacement), $"{path} DOUBLED_FIELD");

    [Test]
    public void A_doubled_field_is_found_inside_an_unknown_one() =>
        Sample.IsRefused(Sample.WithField("\"x\":[{\"a\":1,\"a\":2}]"), "$.x[0].a DOUBLED_FIELD", "$.x UNKNOWN_FIELD");

    [TestCase("\"portfolio\":\"core\",", "", "$.portfolio")]
    [TestCase("\"symbol\":\"AAPL\",", "", "$.orders[0].symbol")]
    [TestCase("\"side\":\"buy\",", "", "$.orders[0].side")]
    [TestCase("\"qty\":10,", "", "$.orders[0].qty")]
    [TestCase("\"order_type\":\"limit\",", "", "$.orders[0].order_type")]
    public void A_required_field_must_be_there(string old, string replacement, string path) =>
        Sample.IsRefused(Sample.With(old, replacement), $"{path} MISSING_FIELD");

    [Test]
    public void An_empty_object_lacks_a_portfolio_and_orders() => Sample.IsRefused("{}", "$.portfolio MISSING_FIELD", "$.orders MISSING_FIELD");

    [TestCase("schema_version")]
    [TestCase("strategy_id")]
    [TestCase("rebalance_id")]
    [TestCase("valid_until")]
    [TestCase("reason_code")]
    public void Null_is_no_way_to_leave_a_field_out(string name)
    {
        var fault = Sample.Faults(Sample.WithField($"\"{name}\":null")).Single();

        Assert.That((fault.Path, fault.Code), Is.EqualTo(($"$.{name}", "NULL_VALUE")));
        Assert.That(fault.Message, Does.Contain("leave it out instead"));
    }

    [Test]
    public void Null_is_no_value_of_anything()
    {
        Sample.IsRefused("null", "$ NULL_VALUE");
        Sample.IsRefused(Sample.WithLines("null"), "$.orders[0] NULL_VALUE");
        Sample.IsRefused("{\"portfolio\":null,\"orders\":null}", "$.portfolio NULL_VALUE", "$.orders NULL_VALUE");
        Sample.IsRefused(Sample.With("\"limit_price\":180.25", "\"limit_price\":null"), "$.orders[0].limit_price NULL_VALUE");
    }

    [TestCase("\"core\"", "7", "$.portfolio")]
    [TestCase("\"core\"", "[\"core\"]", "$.portfolio")]
    [TestCase("\"buy\"", "1", "$.orders[0].side")]
    [TestCase("\"limit\"", "true", "$.orders[0].order_type")]
    [TestCase("\"qty\":10", "\"qty\":true", "$.orders[0].qty")]
    [TestCase("\"qty\":10", "\"qty\":{}", "$.orders[0].qty")]
    [TestCase("\"qty\":10", "\"qty\":\"ten\"", "$.orders[0].qty")]
    [TestCase("\"qty\":10", "\"qty\":\"NaN\"", "$.orders[0].qty")]
    [TestCase("\"Earnings drift\"", "{}", "$.reason")]
    [TestCase("{\"max_slippage_bps\":15,\"max_exposure_pct\":20}", "[]", "$.constraints")]
    public void A_value_of_another_type_is_refused(string old, string replacement, string path) =>
        Sample.IsRefused(Sample.With(old, replacement), $"{path} WRONG_TYPE");

    [TestCase("buy", "Buy", "$.orders[0].side", "buy, sell")]
    [TestCase("buy", "1", "$.orders[0].side", "buy, sell")]
    [TestCase("\"qty\":10", "\"qty\":10,\"time_in_force\":\"GTC\"", "$.orders[0].time_in_force", "day, gtc, opg, ioc, fok, cls, extended_hours")]
    [TestCase("\"limit\"", "\"stopLimit\"", "$.orders[0].order_type", "market, limit, stop, stop_limit")]
    [TestCase("\"limit\"", "\" limit\"", "$.orders[0].order_type", "market, limit, stop, stop_limit")]
    public void A_word_that_is_not_known_is_answered_with_the_ones_that_are(string old, string replacement, string path, string words)
    {
        var fault = Sample.Faults(Sample.With(old, replacement)).Single();

        Assert.That((fault.Path, fault.Code), Is.EqualTo((path, "UNKNOWN_WORD")));
        Assert.That(fault.Message, Does.EndWith($"is not one of: {words}."));
    }
}
