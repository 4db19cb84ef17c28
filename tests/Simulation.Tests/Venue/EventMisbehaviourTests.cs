using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What can become of an event and the stream.</summary>
public sealed class EventMisbehaviourTests
{
    private static readonly string[] Life = ["pending_new", "new", "fill"];

    [Test]
    public void An_event_comes_though_the_machines_timer_went_off_before_it_was_due()
    {
        using var broker = new Broker("""{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""", time: new HastyClock(Start));
        broker.Listen();
        Now(broker.Submit(Order("c1")));
        broker.Pass(0.0095);
        Assert.That(broker.EventNames, Is.Empty, "the timer went off half a millisecond too soon");

        broker.Pass(1);

        Assert.That(broker.EventNames, Is.EqualTo(Life));
    }

    [Test]
    public void A_lost_fill_leaves_the_stream_healthy_and_the_venue_with_the_truth()
    {
        using var broker = Bad("""{"when":{"event":"execution","nth":1},"lose":true}""");
        Now(broker.Submit(Order("c1")));
        Now(broker.Submit(Order("c2")));
        broker.Pass(1);

        Assert.That(broker.EventNames.Count(name => name == "fill"), Is.EqualTo(1));
        Assert.That(broker.IsStreamClosed, Is.False);
        Assert.That(Json(broker.Call("GET", "/v2/account/activities/FILL")).GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public void A_doubled_event_bears_the_same_id()
    {
        using var broker = Bad("""{"when":{"event":"fill"},"repeat":2}""");
        Now(broker.Submit(Order("c1")));
        broker.Pass(1);

        var fills = broker.Events.Where(happened => Word(happened, "event") == "fill").Select(happened => Word(happened, "execution_id")).ToList();
        Assert.That(fills, Has.Count.EqualTo(3));
        Assert.That(fills.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_late_event_is_overtaken_by_those_after_it()
    {
        using var broker = Bad("""{"when":{"event":"new"},"delay":"5s"}""");
        Now(broker.Submit(Order("c1")));
        broker.Pass(4);
        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "fill" }));
        broker.Pass(2);

        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "fill", "new" }));
        Assert.That(Word(broker.Events[2], "timestamp"), Is.EqualTo("2026-03-02T15:00:00Z"), "it tells of then");
    }

    [Test]
    public void Events_can_change_places()
    {
        using var broker = Bad("""{"when":{"event":"pending_new"},"behind":2}""");
        Now(broker.Submit(Order("c1")));
        broker.Pass(1);

        Assert.That(broker.EventNames, Is.EqualTo(new[] { "new", "fill", "pending_new" }));
    }

    [Test]
    public void Events_may_bear_unknown_words_and_miss_fields()
    {
        using var broker = Bad("""{"when":{"event":"fill"},"set":{"event":"megafill","order.status":"blue"},"remove":["qty"]}""");
        Now(broker.Submit(Order("c1")));
        broker.Pass(1);

        Assert.That(broker.EventNames.Last(), Is.EqualTo("megafill"));
        Assert.That(Word(broker.Events[2].GetProperty("order"), "status"), Is.EqualTo("blue"));
        Assert.That(broker.Events[2].TryGetProperty("qty", out _), Is.False);
    }

    [TestCase("none", new string[0])]
    [TestCase("missed", new[] { "fill" })]
    [TestCase("all", new[] { "pending_new", "new", "fill" })]
    public void A_stream_that_drops_may_replay_what_was_missed(string replay, string[] heardAgain)
    {
        using var broker = Bad($$"""{"when":{"event":"fill"},"drop":"{{replay}}"}""");
        Now(broker.Submit(Order("c1")));
        broker.Pass(1);
        Assert.That(broker.IsStreamClosed);
        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "new" }));

        broker.Listen();

        Assert.That(broker.EventNames.Skip(2), Is.EqualTo(heardAgain));
    }

    [Test]
    public void The_life_of_an_order_can_be_sent_again()
    {
        using var broker = Bad();
        Now(broker.Submit(Order("c1")));
        Now(broker.Submit(Order("c2")));
        broker.Pass(1);

        broker.Act("""{"resend":{"cl_ord_id":"c1"}}""");

        Assert.That(broker.EventNames.Skip(6), Is.EqualTo(Life));
        Assert.That(Word(broker.Events[8], "execution_id"), Is.EqualTo(Word(broker.Events[2], "execution_id")).Or.EqualTo(Word(broker.Events[5], "execution_id")));
    }

    [Test]
    public void The_stream_may_live_on_without_events()
    {
        using var broker = new Broker("""{"heartbeat":"5s","quotes":[{"symbol":"AAPL","bid":1,"ask":1}],"behaviours":[{"when":{"event":"any"},"lose":true}]}""");
        broker.Listen();
        Now(broker.Submit(Order("c1")));
        broker.Pass(21);

        Assert.That(broker.Frames.Skip(2).Select(frame => Word(frame, "stream")), Is.EqualTo(Enumerable.Repeat("heartbeat", 4)));
    }

    [Test]
    public void Without_latency_events_come_before_the_answer()
    {
        using var broker = new Broker("""{"stream_latency":"0s","quotes":[{"symbol":"AAPL","bid":1,"ask":1}]}""");
        broker.Listen();

        var answer = broker.Submit(Order("c1"));

        Assert.That(broker.EventNames, Is.EqualTo(Life));
        Assert.That(Word(Json(answer), "status"), Is.EqualTo("pending_new"));
    }

    [Test]
    public void Nobody_hears_anything_without_the_right_key()
    {
        using var broker = new Broker(options: new SimulatorOptions { KeyId = "k", SecretKey = "other" });
        broker.Listen();

        Assert.That(broker.Frames.Select(frame => Word(frame.GetProperty("data"), "status")), Is.All.EqualTo("unauthorized"));
        Assert.That(Now(broker.Submit(Limit("c1", 100))).Status, Is.EqualTo(401));
        Assert.That(broker.Venue.Orders, Is.Empty);
    }

    private static Broker Bad(string behaviour = "")
    {
        var broker = new Broker($$"""{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}],"behaviours":[{{behaviour}}]}""");
        broker.Listen();
        return broker;
    }
}
