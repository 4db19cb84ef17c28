using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Messages;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;

namespace Pipeline.Trading.Tests.Intents;

public sealed class IntentSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(IntentSchema.Json)!;
    private static readonly JsonNode Line = Schema["properties"]!["orders"]!["items"]!;
    private static readonly JsonNode Constraints = Schema["properties"]!["constraints"]!;

    private static IEnumerable<TestCaseData> Types() =>
    [
        new(typeof(Intent), Schema),
        new(typeof(IntentOrder), Line),
        new(typeof(IntentConstraints), Constraints),
        new(typeof(IntentFillPolicy), Line["properties"]!["fill_policy"]!),
    ];

    [TestCaseSource(nameof(Types))]
    public void Every_property_is_in_the_schema_with_a_description_and_nothing_else_is(Type type, JsonNode schema)
    {
        var names = PipelineJson.Options.GetTypeInfo(type).Properties.Select(property => property.Name);

        Assert.That(schema["properties"]!.AsObject().Select(p => p.Key), Is.EquivalentTo(names));
        Assert.That(schema["properties"]!.AsObject().Select(p => (string?)p.Value!["description"]), Has.All.Not.Null.And.All.Not.Empty);
        Assert.That((bool?)schema["additionalProperties"], Is.False);
    }

    [Test]
    public void Required_fields_are_the_ones_whose_absence_is_refused()
    {
        Assert.That(Names(Schema["required"]!), Is.EqualTo(new[] { "portfolio", "orders" }));
        Assert.That(Names(Line["required"]!), Is.EqualTo(new[] { "symbol", "side", "qty", "order_type" }));
        Assert.That(Constraints["required"], Is.Null);
    }

    [Test]
    public void Nothing_may_be_null() => Assert.That(IntentSchema.Json, Does.Not.Contain("\"null\""));

    [Test]
    public void It_is_a_schema_of_draft_2020_12() =>
        Assert.That((string?)Schema["$schema"], Is.EqualTo("https://json-schema.org/draft/2020-12/schema"));

    [Test]
    public void Ranges_lengths_words_and_defaults_are_the_parsers()
    {
        var line = Line["properties"]!;

        Assert.Multiple(() =>
        {
            Assert.That(line["qty"]!.ToJsonString(), Does.Contain("\"type\":\"number\"").And.Contain("\"exclusiveMinimum\":0,\"maximum\":1000000000000"));
            Assert.That((int?)line["limit_price"]!["x-max-decimals"], Is.EqualTo(12));
            Assert.That(line["symbol"]!.ToJsonString(), Does.Contain("\"minLength\":1,\"maxLength\":24"));
            Assert.That(Names(line["time_in_force"]!["enum"]!), Is.EqualTo(new[] { "day", "gtc", "opg", "ioc", "fok", "cls", "extended_hours" }));
            Assert.That((string?)line["time_in_force"]!["default"], Is.EqualTo("day"));
            Assert.That(Constraints["properties"]!["max_slippage_bps"]!.ToJsonString(), Does.Contain("\"minimum\":0,\"maximum\":10000"));
            Assert.That((int?)Schema["properties"]!["orders"]!["maxItems"], Is.EqualTo(100));
            Assert.That((int?)Schema["properties"]!["reason"]!["maxLength"], Is.EqualTo(2_000));
            Assert.That(Schema["properties"]!["schema_version"]!.ToJsonString(), Does.Contain("\"enum\":[1]").And.Contain("\"type\":\"integer\""));
            Assert.That((string?)Schema["properties"]!["valid_until"]!["format"], Is.EqualTo("date-time"));
        });
    }

    [TestCase("limit_price", "limit,stop_limit")]
    [TestCase("stop_price", "stop,stop_limit")]
    public void A_price_is_required_for_its_order_types_and_refused_for_others(string price, string types)
    {
        var rule = Line["allOf"]!.AsArray().Single(rule => (string?)rule!["then"]!["required"]![0] == price)!;

        Assert.Multiple(() =>
        {
            Assert.That(string.Join(',', Names(rule["if"]!["properties"]!["order_type"]!["enum"]!)), Is.EqualTo(types));
            Assert.That(Names(rule["if"]!["required"]!), Is.EqualTo(new[] { "order_type" }));
            Assert.That((bool?)rule["else"]!["properties"]![price], Is.False);
        });
    }

    [TestCase("after_s", "cancel_remainder_after,complete_or_cancel,escalate")]
    [TestCase("interval_s", "reprice_remainder")]
    [TestCase("min_filled", "complete_or_cancel")]
    public void A_field_of_a_policy_is_required_for_it_and_refused_for_others(string field, string types)
    {
        var rule = Line["properties"]!["fill_policy"]!["allOf"]!.AsArray().Single(rule => (string?)rule!["then"]!["required"]![0] == field)!;

        Assert.That(string.Join(',', Names(rule["if"]!["properties"]!["type"]!["enum"]!)), Is.EqualTo(types));
        Assert.That((bool?)rule["else"]!["properties"]![field], Is.False);
    }

    [TestCase("AAPL")]
    [TestCase("btc/usd")]
    [TestCase("A.B.C")]
    [TestCase("\u0410APL")]
    [TestCase("A B")]
    public void The_pattern_of_a_symbol_says_what_the_parser_says(string symbol)
    {
        var matches = Regex.IsMatch(symbol, (string)Line["properties"]!["symbol"]!["pattern"]!, RegexOptions.ECMAScript);

        Assert.That(Sample.Parse(Sample.With("AAPL", symbol)) is IntentParseResult.Parsed, Is.EqualTo(matches));
    }

    private static IEnumerable<string> Names(JsonNode array) => array.AsArray().Select(name => (string)name!);
}
