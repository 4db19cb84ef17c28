using System.Text;
using NUnit.Framework;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Intents;

namespace Pipeline.Trading.Tests.Intents;

/// <summary>What is refused before it is known to be an intent.</summary>
public sealed class RefusedDocumentTests
{
    private const int MostBytesAByte = 250;

    [TestCase("", "$")]
    [TestCase("{", "$")]
    [TestCase("{\"portfolio\":\"core\",}", "$")]
    [TestCase("{\"orders\":[1,]}", "$.orders[1]")]
    [TestCase("{\"orders\":[{\"qty\":01}]}", "$.orders[0].qty")]
    [TestCase("{\"orders\":[{\"qty\":NaN}]}", "$.orders[0].qty")]
    [TestCase("{\"orders\":[{\"qty\":-Infinity}]}", "$.orders[0].qty")]
    [TestCase("{\"portfolio\":'core'}", "$.portfolio")]
    [TestCase("{\"portfolio\":\"co\nre\"}", "$.portfolio")]
    [TestCase("{/* core */}", "$")]
    [TestCase(Sample.Json + "{}", "$")]
    [TestCase(Sample.Json + "\0", "$")]
    public void Broken_JSON_is_one_fault_where_it_breaks(string json, string path) => Sample.IsRefused(json, $"{path} MALFORMED_JSON");

    [Test]
    public void Broken_JSON_is_located_by_line_and_byte() =>
        Assert.That(Sample.Faults("{\n  \"portfolio\": core}").Single().Message, Does.StartWith("Line 2, byte 16: not JSON. 'c' is an invalid start"));

    [TestCase("[]", "an array")]
    [TestCase("\"core\"", "a string")]
    [TestCase("7", "a number")]
    [TestCase("true", "true or false")]
    public void An_intent_is_an_object(string json, string kind) =>
        Assert.That(Sample.Faults(json).Single(), Is.EqualTo(new IntentFault("$", "WRONG_TYPE", $"Must be an object, not {kind}.")));

    [Test]
    public void A_byte_order_mark_is_refused() => Sample.IsRefused("\uFEFF" + Sample.Json, "$ BYTE_ORDER_MARK");

    [Test]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        var latin1 = Encoding.Latin1.GetBytes(Sample.With("Earnings", "Été"));

        Assert.That(((IntentParseResult.Refused)IntentParser.Parse(latin1)).Faults.Single().Code, Is.EqualTo("NOT_UTF8"));
    }

    [Test]
    public void A_document_of_64_KiB_is_read_and_one_byte_more_is_not()
    {
        Assert.That(Sample.Parse(Sample.Json.PadRight(65_536)), Is.InstanceOf<IntentParseResult.Parsed>());
        Sample.IsRefused(Sample.Json.PadRight(65_537), "$ TOO_LARGE");
    }

    [Test]
    public void Eight_levels_are_read_and_a_ninth_stops_the_reading()
    {
        // The document itself is the first level. Eight are read, so what is wrong is only that nobody knows the field.
        Sample.IsRefused(Sample.WithField($"\"deep\":{new string('[', 7)}{new string(']', 7)}"), "$.deep UNKNOWN_FIELD");
        Sample.IsRefused(Sample.WithField($"\"deep\":{new string('[', 8)}{new string(']', 8)}"), "$.deep[0][0][0][0][0][0][0] TOO_DEEP");
        Sample.IsRefused(new string('[', 60_000), "$[0][0][0][0][0][0][0][0] TOO_DEEP");
        Sample.IsRefused(string.Concat(Enumerable.Repeat("{\"a\":", 9)), "$.a.a.a.a.a.a.a.a TOO_DEEP");
    }

    [Test]
    public void Every_fault_is_reported()
    {
        var json = """{"portfolio":"a b","orders":[{"symbol":"","side":"long","qty":"1","order_type":"market"},7],"valid_until":null,"extra":1}""";

        Sample.IsRefused(
            json,
            "$.portfolio BAD_FORMAT",
            "$.orders[0].symbol BAD_LENGTH",
            "$.orders[0].symbol BAD_FORMAT",
            "$.orders[0].side UNKNOWN_WORD",
            "$.orders[0].qty NUMBER_AS_STRING",
            "$.orders[1] WRONG_TYPE",
            "$.valid_until NULL_VALUE",
            "$.extra UNKNOWN_FIELD");
    }

    [Test]
    public void A_hundred_faults_are_listed_and_the_rest_is_counted()
    {
        static string Unknown(int count) => Sample.WithField(string.Join(',', Enumerable.Range(0, count).Select(i => $"\"f{i}\":0")));

        Assert.That(Sample.Faults(Unknown(100)).Select(fault => fault.Code), Has.Exactly(100).EqualTo("UNKNOWN_FIELD").And.Exactly(100).Items);
        Assert.That(Sample.Faults(Unknown(137)), Has.Count.EqualTo(101));
        Assert.That(Sample.Faults(Unknown(137))[^1], Is.EqualTo(new IntentFault("$", "MORE_FAULTS", "37 more faults are not listed.")));
    }

    private static IEnumerable<string> Floods()
    {
        yield return Flood("{\"orders\":[", "{},", "{}]}");
        yield return Flood("{\"orders\":[", "null,", "0]}");
        yield return Flood("{", "\"a\":0,", "\"a\":0}");
        yield return Flood("{\"orders\":[", "{\"\":0,\"\":0},", "0]}");
        yield return Flood("{\"orders\":[", "\"\\ud800\",", "0]}");
        yield return Flood("{\"" + new string('k', 30_000) + "\":[", "{\"\":0,\"\":0},", "0]}");
        yield return Flood("{\"portfolio\":\"", "a", "!\"}");
        yield return Flood("{\"orders\":[{\"symbol\":\"", "a", "/\",\"qty\":0}]}");
        yield return Flood("{\"orders\":[{\"qty\":", "9", "}]}");
        yield return Flood("{\"orders\":[{\"qty\":1e", "9", "}]}");
        yield return Flood("{\"orders\":[{\"qty\":0.", "0", "1e60000}]}");
        yield return Flood("{\"orders\":[{\"qty\":\"", "9", "\"}]}");
        yield return Flood("{\"reason\":\"", "\\u0000", "\"}");
        yield return Flood("{", string.Concat(Enumerable.Range(0, 10_000).Select(i => $"\"{i}\":0,"))[..60_000], "0");
    }

    private static string Flood(string start, string unit, string end) =>
        start + string.Concat(Enumerable.Repeat(unit, (IntentLimits.MaxBytes - start.Length - end.Length) / unit.Length)) + end;

    [TestCaseSource(nameof(Floods))]
    public void A_full_document_of_rubbish_takes_memory_in_proportion_to_its_size(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.That(IntentParser.Parse(bytes), Is.InstanceOf<IntentParseResult.Refused>());

        // What it costs in time is in the benchmark of the parser.
        var before = GC.GetAllocatedBytesForCurrentThread();
        IntentParser.Parse(bytes);
        var taken = (GC.GetAllocatedBytesForCurrentThread() - before) / bytes.Length;
        TestContext.Out.WriteLine($"{taken} bytes a byte: {json[..30]}");
        Assert.That(taken, Is.LessThan(MostBytesAByte));
    }

    [Test]
    public void An_object_of_more_than_a_thousand_fields_is_not_read_to_its_end() =>
        Sample.IsRefused($"{{{string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"k{i}\":1"))},", "$ TOO_MANY_FIELDS");
}
