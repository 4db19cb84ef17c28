using NUnit.Framework;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What can become of an order that was accepted.</summary>
public sealed class OrderLifeTests
{
    [Test]
    public void An_accepted_order_may_be_rejected_afterwards()
    {
        using var broker = Bad("""{"when":{"call":"submit"},"then":"reject","then_after":"1s","text":"no borrow"}""");

        Assert.That(Now(broker.Submit(Order("c1"))).Status, Is.EqualTo(200));
        broker.Pass(2);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("rejected"));
        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "rejected" }));
        Assert.That(Word(broker.Events[1], "reason"), Is.EqualTo("no borrow"));
    }

    [Test]
    public void An_order_may_fill_in_given_parts()
    {
        using var broker = Bad("""
            {"when":{"call":"submit"},"fills":[{"share":0.33,"px":10.5},{"share":0.33,"px":10.6,"after":"1s"},{"share":0.34,"px":10.7,"after":"2s"}]}
            """);
        Now(broker.Submit(Limit("c1", 11, 10)));
        Assert.That(broker.Placed("c1").CumQty, Is.EqualTo(3));
        broker.Pass(1.5);
        Assert.That(broker.Placed("c1").CumQty, Is.EqualTo(6));
        broker.Pass(1);

        Assert.That(broker.Placed("c1"), Has.Property("CumQty").EqualTo(10).And.Property("Status").EqualTo("filled"));
        Assert.That(broker.Placed("c1").AvgPx, Is.EqualTo(((3 * 10.5m) + (3 * 10.6m) + (4 * 10.7m)) / 10));
        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "new", "partial_fill", "partial_fill", "fill" }));
    }

    [Test]
    public void A_part_that_comes_to_nothing_is_no_fill()
    {
        using var broker = Bad("""{"when":{"call":"submit"},"fills":[{"share":0.5,"px":10.5},{"share":0.5,"px":10.6,"after":"1s"}]}""");
        Now(broker.Submit(Limit("c1", 11, 1)));
        broker.Pass(1.5);

        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "new", "fill" }));
        Assert.That(broker.Placed("c1").CumQty, Is.EqualTo(1));
    }

    [Test]
    public void A_fill_may_come_after_a_confirmed_cancel()
    {
        using var broker = Bad("""{"when":{"call":"cancel"},"fills":[{"qty":4,"after":"1s"}]}""");
        Now(broker.Submit(Limit("c1", 100)));
        Now(broker.Call("DELETE", $"/v2/orders/{broker.Placed("c1").OrderId}"));
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("canceled"));
        broker.Pass(2);

        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "new", "canceled", "partial_fill" }));
        Assert.That(broker.Placed("c1"), Has.Property("Status").EqualTo("canceled").And.Property("CumQty").EqualTo(4));
    }

    [Test]
    public void A_cancel_may_stay_pending_for_ever()
    {
        using var broker = Bad("""{"when":{"call":"cancel"},"then":"stuck"}""");
        Now(broker.Submit(Limit("c1", 100)));

        Assert.That(Now(broker.Call("DELETE", $"/v2/orders/{broker.Placed("c1").OrderId}")).Status, Is.EqualTo(204));
        broker.Pass(3600);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("pending_cancel"));
        Assert.That(broker.EventNames.Last(), Is.EqualTo("pending_cancel"));
    }

    [Test]
    public void A_cancel_may_be_rejected_on_the_stream()
    {
        using var broker = Bad("""{"when":{"call":"cancel"},"then":"reject","then_after":"1s"}""");
        Now(broker.Submit(Limit("c1", 100)));
        Now(broker.Call("DELETE", $"/v2/orders/{broker.Placed("c1").OrderId}"));
        broker.Pass(2);

        Assert.That(broker.EventNames.Skip(2), Is.EqualTo(new[] { "pending_cancel", "order_cancel_rejected" }));
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("new"));
        broker.Act("""{"quote":{"symbol":"AAPL","bid":98,"ask":99}}""");
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("filled"), "and the order works on");
    }

    [Test]
    public void A_fill_may_cross_a_slow_cancel()
    {
        using var broker = Bad("""{"when":{"call":"cancel"},"then_after":"2s"}""");
        Now(broker.Submit(Limit("c1", 100)));
        Now(broker.Call("DELETE", $"/v2/orders/{broker.Placed("c1").OrderId}"));
        broker.Act("""{"quote":{"symbol":"AAPL","bid":98,"ask":99,"ask_size":3}}""");
        broker.Pass(3);

        Assert.That(broker.Placed("c1"), Has.Property("Status").EqualTo("canceled").And.Property("CumQty").EqualTo(3));
    }

    [Test]
    public void A_fill_may_cross_a_replacement_and_counts_for_it()
    {
        using var broker = Bad("""{"when":{"call":"replace"},"then_after":"2s"}""");
        Now(broker.Submit(Limit("c1", 100)));
        Now(broker.Call("PATCH", $"/v2/orders/{broker.Placed("c1").OrderId}", """{"qty":"12","client_order_id":"c2"}"""));
        broker.Act("""{"fill":{"cl_ord_id":"c1","qty":5}}""");
        broker.Pass(3);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("replaced"));
        Assert.That(broker.Placed("c2"), Has.Property("CumQty").EqualTo(5).And.Property("OrderQty").EqualTo(12));
    }

    [Test]
    public void A_replacement_that_comes_too_late_is_rejected()
    {
        using var broker = Bad("""{"when":{"call":"replace"},"then_after":"2s"}""");
        Now(broker.Submit(Limit("c1", 100)));
        Now(broker.Call("PATCH", $"/v2/orders/{broker.Placed("c1").OrderId}", """{"qty":"12","client_order_id":"c2"}"""));
        broker.Act("""{"fill":{"cl_ord_id":"c1"}}""");
        broker.Pass(3);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("filled"));
        Assert.That(broker.Placed("c2").Status, Is.EqualTo("rejected"));
        Assert.That(broker.EventNames, Does.Contain("order_replace_rejected"));
    }

    [TestCase("never", 422, 422)]
    [TestCase("after_fill", 422, 200)]
    [TestCase("always", 200, 200)]
    public void A_client_order_id_may_be_reusable(string reuse, int whileOpen, int onceFilled)
    {
        using var broker = new Broker($$"""{"id_reuse":"{{reuse}}","quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""");
        Now(broker.Submit(Limit("open", 100)));
        Now(broker.Submit(Order("filled")));

        Assert.That(Now(broker.Submit(Limit("open", 100))).Status, Is.EqualTo(whileOpen));
        Assert.That(Now(broker.Submit(Order("filled"))).Status, Is.EqualTo(onceFilled));
    }

    private static Broker Bad(string behaviour)
    {
        var broker = new Broker($$"""{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}],"behaviours":[{{behaviour}}]}""");
        broker.Listen();
        return broker;
    }
}
