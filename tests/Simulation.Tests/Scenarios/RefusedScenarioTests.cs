using NUnit.Framework;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>A scenario that is not understood is refused, with its place.</summary>
public sealed class RefusedScenarioTests
{
    private const string Intent = """{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market"}]}""";

    [TestCase("""{"name":"n","stepz":[]}""", "$")]
    [TestCase("""{"name":"n","steps":[],"settings":{"session":{"overrides":"sessions.json"}}}""", "$.settings.session.overrides: a scenario has no files")]
    [TestCase("""{"name":"n","steps":[{"intnet":{}}]}""", "$.steps[0]")]
    [TestCase("""{"name":"n","steps":[{"session_overrides":{"markets":{"XABC":[]}}}]}""", "$.steps[0].session_overrides.markets.XABC: there is no such market")]
    [TestCase("""{"name":"n","steps":[{"session_overrides":{"market":{}}}]}""", "$.steps[0].session_overrides.market: there is no such field")]
    [TestCase("""{"name":"n","steps":[{"crash":{"falpoint":"submission.grant"}}]}""", "$.steps[0].crash")]
    [TestCase("""{"name":"n","steps":[{"crash":{"failpoint":"submission.grand"}}]}""", "$.steps[0].crash.failpoint: 'submission.grand' is none of")]
    [TestCase("""{"name":"n","steps":[{"crash":{"worker":"sender"}}]}""", "$.steps[0].crash.worker: 'sender' is none of pipeline")]
    [TestCase("""{"name":"n","steps":[{"at":"2s","crash":{}}]}""", "$.steps[0].at: '2s' is no time")]
    [TestCase("""{"name":"n","steps":[{"at":"+2s","crash":{}},{"at":"+1s","restart":{}}]}""", "$.steps[1].at: +1s is before the step before it")]
    [TestCase("""{"name":"n","steps":[{"crash":{},"restart":{}}]}""", "$.steps[0]: exactly one act")]
    [TestCase("""{"name":"n","steps":[{"note":"nothing"}]}""", "$.steps[0]: exactly one act")]
    [TestCase("""{"name":"n","steps":[{"broker":"down"}]}""", "$.steps[0].broker: there is no broker")]
    [TestCase("""{"name":"n","steps":[],"settings":{"submission":{"call_timout":"2s"}}}""", "$.settings.submission.call_timout: no such setting")]
    [TestCase("""{"name":"n","steps":[],"settings":{"submission.call_timeout":"2 seconds"}}""", "is no duration")]
    [TestCase("""{"name":"n","steps":[],"settings":{"http":"127.0.0.1:1"}}""", "$.settings.http: means nothing in a scenario")]
    [TestCase("""{"name":"n","steps":[],"expect":{"orders":{"a":{"state":"done"}}}}""", "$.expect.orders.a: no order is named 'a'")]
    [TestCase("""{"name":"n","steps":[],"expect":{"orders":{"a":{"stat":"done"}}}}""", "unknown field")]
    [TestCase("""{"name":"n","steps":[],"expect":{"status":202}}""", "status, duplicate and faults are about the answer")]
    [TestCase("""{"name":"n","steps":[],"venue":{"behaviours":[{"when":{"call":"sumbit"}}]}}""", "'sumbit' is none of")]
    [TestCase("""{"name":"n","steps":[],"venue":{"behaviours":[{"when":{"call":"submit","cl_ord_id":"a"}}]}}""", "$.venue.behaviours[0].when.cl_ord_id: no order is named 'a'")]
    [TestCase("""{"name":"n","steps":[],"except":["ONE_ODER"]}""", "$.except[0]: 'ONE_ODER' is none of")]
    [TestCase("""{"name":"n","steps":[],"workers":{"a":["intake"],"b":["validation"]}}""", "several processes need the setting transport: rabbitmq")]
    [TestCase("""{"name":"n","steps":[{"operator":{"halt":"all","resume":"all"}}]}""", "$.steps[0].operator: exactly one act")]
    [TestCase("""{"name":"n","steps":[{"restart":{}}],"settings":{"nope":{}}}""", "$.settings.nope: says no setting")]
    [TestCase("""{"name":"n","steps":[],"settings":{"submission.call_timeout":"2s","submission":{"call_timeout":"3s"}}}""", "$.settings.submission.call_timeout: is said twice")]
    [TestCase("""{"name":"n","steps":[],"settings":{"submission":{"call_timeout":"2 seconds"}}}""", "$.settings.submission.call_timeout: '2 seconds' is no duration")]
    [TestCase("""{"name":"n","steps":[],"clock":"2026-03-02T15:00:00"}""", "$.clock: '2026-03-02T15:00:00' says no offset")]
    [TestCase("""{"name":"n","steps":[],"clock":"9999-12-31T23:59:59Z"}""", "$.clock: must be from 1970 to 2199")]
    [TestCase("""{"name":"n","steps":[],"until":"+3000000d"}""", "$.until: '3000000d' is longer than")]
    [TestCase("""{"name":"n","steps":[],"expect":{"at":"+3000d","posts":0}}""", "$.expect.at: is later than 31d after the start")]
    [TestCase("""{"name":"n","steps":[],"until":"+1m","expect":[{"at":"+2m","posts":0}]}""", "$.expect[0].at: is after the end")]
    [TestCase("""{"name":"n","steps":[{"clock_step":"0s"}]}""", "$.steps[0].clock_step: must not be 0")]
    [TestCase("""{"name":"n","steps":[{"clock_step":"3000d"},{"clock_step":"3000d"}]}""", "$.steps[1].clock_step: sets the clock wrong by more than")]
    [TestCase("""{"name":"n","steps":[],"venue":{"behaviours":[{"when":{"call":"submit"}}]}}""", "$.venue.behaviours[0]: says nothing that the venue does otherwise")]
    [TestCase("""{"name":"n","steps":[],"venue":{"behaviours":[{"when":{"call":"submit","symbol":"APPL"},"status":504}]}}""", "$.venue.behaviours[0].when.symbol: the symbol 'APPL' occurs in no")]
    [TestCase("""{"name":"n","steps":[],"expect":{"alerts":{"ORDER_UNRESOLVD":0}}}""", "$.expect.alerts.ORDER_UNRESOLVD: 'ORDER_UNRESOLVD' is none of")]
    [TestCase("""{"name":"n","steps":[],"expect":{"journal":{"OrderDenyed":0}}}""", "$.expect.journal.OrderDenyed: 'OrderDenyed' is none of")]
    [TestCase("""{"name":"n","steps":[],"expect":{"exposure":{"APPL":{"buy":0}}}}""", "$.expect.exposure.APPL: the symbol 'APPL' occurs in no")]
    [TestCase("""{"name":"n","steps":[],"venue":{"quotes":[{"symbol":"BTC/USD"}]},"expect":{"fees_taken":{"BTC":0,"BCT":0}}}""", "$.expect.fees_taken.BCT: nothing is paid in 'BCT'")]
    [TestCase("""{"name":"n","steps":[],"venue":{"acts":[{"fee":{"amount":1,"symbol":"APPL"}}]}}""", "$.venue.acts[0].fee.symbol: the symbol 'APPL' occurs in no")]
    [TestCase("""{"name":"n","steps":[],"expect":{"positions":{"APPL":0}}}""", "$.expect.positions.APPL: the symbol 'APPL' occurs in no")]
    [TestCase("""{"name":"n","steps":[],"expect":{"calls":[{"path":"/v2/oders","count":0}]}}""", "$.expect.calls[0].path: the venue has no /v2/oders")]
    [TestCase("""{"name":"n","steps":[],"expect":{"calls":[{"call":"cancel","path":"/v2/orders","method":"POST","count":0}]}}""", "$.expect.calls[0].path: /v2/orders is no call of this kind")]
    [TestCase("""{"name":"n","steps":[],"expect":{"calls":[{"method":"post","count":0}]}}""", "$.expect.calls[0].method: 'post' is none of")]
    [TestCase("""{"name":"n","steps":[],"expect":{"posts":{"at_least":5,"at_most":1}}}""", "$.expect.posts: at least 5 and at most 1 is impossible")]
    [TestCase("""{"name":"n","steps":[],"expect":{"posts":{"at_lest":5}}}""", "$.expect.posts.at_lest: unknown field")]
    [TestCase("""{"name":"n","steps":[],"expect":[{"posts":1,"posts":2}]}""", "$.expect[0].posts: is said twice")]
    [TestCase("""{"name":"n","steps":[],"expect":[]}""", "$.expect: says nothing")]
    [TestCase("""{"name":"n","steps":[{"operator":{"halt":"symbol:APPL"}}]}""", "$.steps[0].operator.halt: the symbol 'APPL' occurs in no")]
    [TestCase("""{"name":"n","steps":[{"operator":{"halt":"venue:alpacca"}}]}""", "$.steps[0].operator.halt: the only venue is alpaca")]
    [TestCase("", "$: there is nothing in it")]
    [TestCase("{\"name\":\"n\",\n \"steps\":[],}", "$: not JSON, line 2, byte 13")]
    [TestCase("""{"name":"\ud800","steps":[]}""", "$.name: the text has half of a character")]
    public void What_is_not_understood_is_refused_by_its_place(string json, string complaint) =>
        Assert.That(() => Run.Read(json), Throws.TypeOf<ScenarioException>().With.Message.Contains(complaint));

    [TestCase("steps", "null", "$.steps")]
    [TestCase("steps", "[null]", "$.steps[0]")]
    [TestCase("steps", """[{"intent":null}]""", "$.steps[0].intent")]
    [TestCase("steps", """[{"intent":{},"as":[null]}]""", "$.steps[0].as[0]")]
    [TestCase("venue", """{"behaviours":[null]}""", "$.venue.behaviours[0]")]
    [TestCase("venue", """{"behaviours":[{"when":{"event":"fill"},"remove":[null]}]}""", "$.venue.behaviours[0].remove[0]")]
    [TestCase("venue", """{"quotes":[null]}""", "$.venue.quotes[0]")]
    [TestCase("venue", """{"acts":[null]}""", "$.venue.acts[0]")]
    [TestCase("workers", """{"p":null}""", "$.workers.p")]
    [TestCase("workers", """{"p":[null]}""", "$.workers.p[0]")]
    [TestCase("except", "[null]", "$.except[0]")]
    [TestCase("expect", "[null]", "$.expect[0]")]
    [TestCase("expect", """{"positions":null}""", "$.expect.positions")]
    [TestCase("expect", """{"orders":{"a":null}}""", "$.expect.orders.a")]
    [TestCase("expect", """{"exposure":{"AAPL":null}}""", "$.expect.exposure.AAPL")]
    [TestCase("expect", """{"calls":[null]}""", "$.expect.calls[0]")]
    public void A_null_is_refused_by_its_place(string field, string value, string place)
    {
        var fields = new Dictionary<string, string> { ["name"] = "\"n\"", ["steps"] = "[]", [field] = value };
        var json = $"{{{string.Join(',', fields.Select(entry => $"\"{entry.Key}\":{entry.Value}"))}}}";

        Assert.That(() => Run.Read(json), Throws.TypeOf<ScenarioException>().With.Message.StartsWith($"{place}: null is no value"));
    }

    [Test]
    public void Two_names_for_one_line_are_refused() => Assert.That(
        () => Run.Read($$"""{"name":"n","steps":[{"intent":{{Intent}},"as":["a","b"]}]}"""),
        Throws.TypeOf<ScenarioException>().With.Message.Contains("$.steps[0].as: 2 names for 1 lines"));

    [Test]
    public void A_file_with_a_typo_ends_with_2_and_says_where()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"name":"n","steps":[{"intnet":{}}]}""");

        var (exitCode, output, error) = Run.Scenario(file);
        File.Delete(file);

        Assert.That((exitCode, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.Contain(file).And.Contain("$.steps[0]").And.Contain("unknown field"));
    }

    [Test]
    public void A_file_that_is_not_understood_takes_no_verdict_of_another_with_it()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"name":"n","steps":[null]}""");
        var good = Repository.Path("tests", "Scenarios", "s02-gateway-timeout.json");

        var (exitCode, output, error) = Run.Scenario(file, good);
        File.Delete(file);

        Assert.That((exitCode, error), Is.EqualTo((2, $"pipeline: {file}: $.steps[0]: null is no value; leave out what is not to be said{Environment.NewLine}")));
        Assert.That(output, Does.Contain(good).And.Contain("\"ok\": true"));
    }
}
