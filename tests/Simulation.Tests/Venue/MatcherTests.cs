using NUnit.Framework;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>Which calls a behaviour concerns.</summary>
public sealed class MatcherTests
{
    [TestCase("\"nth\":2", "1 0 1 1 1 1")]
    [TestCase("\"every\":3", "1 1 0 1 1 0")]
    [TestCase("\"count\":2", "0 0 1 1 1 1")]
    [TestCase("\"every\":2,\"count\":2", "1 0 1 0 1 1")]
    [TestCase("\"from\":\"2s\",\"until\":\"4s\"", "1 1 0 0 1 1")]
    [TestCase("\"symbol\":\"AAPL\"", "0 0 0 0 0 0")]
    [TestCase("\"symbol\":\"MSFT\"", "1 1 1 1 1 1")]
    [TestCase("\"side\":\"sell\"", "1 1 1 1 1 1")]
    [TestCase("\"cl_ord_id\":\"c3\"", "1 1 1 0 1 1")]
    [TestCase("\"cl_ord_id\":\"c*\"", "0 0 0 0 0 0")]
    public void A_behaviour_concerns_what_its_matcher_says(string matcher, string pattern)
    {
        using var broker = new Broker($$"""{"behaviours":[{"when":{"call":"submit",{{matcher}}},"accept":false,"status":500}]}""");

        var taken = Enumerable.Range(0, 6).Select(i =>
        {
            var status = Now(broker.Submit(Limit($"c{i}", 1))).Status;
            broker.Pass(1);
            return status == 200 ? "1" : "0";
        });

        Assert.That(string.Join(' ', taken), Is.EqualTo(pattern));
    }

    [Test]
    public void Chances_follow_the_seed()
    {
        var one = Outcomes(7);

        Assert.That(Outcomes(7), Is.EqualTo(one));
        Assert.That(Outcomes(8), Is.Not.EqualTo(one));
        Assert.That(one.Count(status => status == 500), Is.EqualTo(300).Within(60));
    }

    [Test]
    public void Behaviours_combine_and_the_first_to_say_something_is_heard()
    {
        using var broker = new Broker("""
            {"behaviours":[
              {"name":"slow","when":{"call":"any"},"delay":"1s"},
              {"name":"broken","when":{"call":"submit"},"accept":false,"status":503,"delay":"1h"}]}
            """);

        var answer = broker.Submit(Limit("c1", 1));
        Assert.That(answer.IsCompleted, Is.False);
        broker.Pass(1);

        Assert.That(Now(answer).Status, Is.EqualTo(503));
        Assert.That(broker.Venue.Calls[0].Behaviours, Is.EqualTo(new[] { "slow", "broken" }));
    }

    [Test]
    public void Queries_are_a_group()
    {
        using var broker = new Broker("""{"behaviours":[{"when":{"call":"query"},"status":500}]}""");
        Now(broker.Submit(Limit("c1", 1)));

        Assert.That(Now(broker.ById("c1")).Status, Is.EqualTo(500));
        Assert.That(Now(broker.Call("GET", "/v2/orders")).Status, Is.EqualTo(500));
        Assert.That(Now(broker.Call("GET", "/v2/account/activities/FILL")).Status, Is.EqualTo(500));
        Assert.That(Now(broker.Call("GET", "/v2/account")).Status, Is.EqualTo(200));
    }

    private static List<int> Outcomes(long seed)
    {
        using var broker = new Broker($$"""{"seed":{{seed}},"rate_limit_per_minute":0,"behaviours":[{"when":{"call":"submit","probability":0.3},"accept":false,"status":500}]}""");
        return [.. Enumerable.Range(0, 1000).Select(i => Now(broker.Submit(Limit($"c{i}", 1, 1))).Status)];
    }
}
