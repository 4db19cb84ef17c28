using NUnit.Framework;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>A scenario that is not understood is refused, with its place.</summary>
public sealed class RefusedScenarioTests
{
    private const string Intent = """{"rebalance_id":"r","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":1,"order_type":"market"}]}""";

    [TestCase("""{"name":"n","stepz":[]}""", "$")]
    [TestCase("""{"name":"n","steps":[{"intnet":{}}]}""", "$.steps[0]")]
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
    [TestCase("""{"name":"n","steps":[],"except":["ONE_ODER"]}""", "$.except: 'ONE_ODER' is none of")]
    [TestCase("""{"name":"n","steps":[],"workers":{"a":["intake"],"b":["validation"]}}""", "several processes need the setting transport: rabbitmq")]
    [TestCase("""{"name":"n","steps":[{"operator":{"halt":"all","resume":"all"}}]}""", "$.steps[0].operator: exactly one act")]
    public void What_is_not_understood_is_refused_by_its_place(string json, string complaint) =>
        Assert.That(() => Run.Read(json), Throws.TypeOf<ScenarioException>().With.Message.Contains(complaint));

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
}
