using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What happens at the venue by itself.</summary>
public sealed class ActTests
{
    [Test]
    public void A_busted_trade_is_taken_back_and_the_order_opens_again()
    {
        using var broker = Quoted();
        Now(broker.Submit(Order("c1")));
        broker.Act("""{"bust":{"cl_ord_id":"c1","text":"clearly erroneous"}}""");
        broker.Pass(1);

        var bust = broker.Events[^1];
        Assert.Multiple(() =>
        {
            Assert.That(Word(bust, "event"), Is.EqualTo("trade_bust"));
            Assert.That(Word(bust, "reason"), Is.EqualTo("clearly erroneous"));
            Assert.That(Word(bust, "previous_execution_id"), Is.EqualTo(broker.Venue.Executions[0].ExecId));
            Assert.That(Word(bust, "position_qty"), Is.EqualTo("0"));
            Assert.That(broker.Placed("c1"), Has.Property("CumQty").EqualTo(0).And.Property("Status").EqualTo("new"));
            Assert.That(Word(Json(broker.Call("GET", "/v2/account")), "cash"), Is.EqualTo("10000000"));
            Assert.That(Word(Json(broker.Call("GET", "/v2/account/activities/FILL"))[0], "type"), Is.EqualTo("trade_bust"));
        });
        Assert.That(() => broker.Act("""{"bust":{"cl_ord_id":"c1"}}"""), Throws.InstanceOf<ScriptException>().With.Message.Contains("busted already"));

        broker.Pass(6 * 3600);
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("expired"), "at the close, as any day order");
    }

    [Test]
    public void A_corrected_trade_changes_quantity_price_and_money()
    {
        using var broker = Quoted();
        Now(broker.Submit(Order("c1")));
        broker.Act("""{"correct":{"cl_ord_id":"c1","qty":8,"px":170}}""");

        Assert.That(broker.Placed("c1"), Has.Property("CumQty").EqualTo(8).And.Property("Status").EqualTo("partially_filled").And.Property("AvgPx").EqualTo(170));
        Assert.That(Word(Json(broker.Call("GET", "/v2/account")), "cash"), Is.EqualTo("9998640"));
        Assert.That(broker.Venue.Executions.Select(execution => execution.Kind), Is.EqualTo(new[] { ExecutionKind.Trade, ExecutionKind.Correct }));
    }

    [Test]
    public void A_split_multiplies_positions_and_open_orders()
    {
        using var broker = Quoted();
        Now(broker.Submit(Order("c1")));
        Now(broker.Submit(Limit("c2", 100)));
        broker.Act("""{"split":{"symbol":"AAPL","ratio":4}}""");
        broker.Pass(1);

        Assert.That(Word(Json(broker.Call("GET", "/v2/positions"))[0], "qty"), Is.EqualTo("40"));
        Assert.That(broker.Placed("c2"), Has.Property("OrderQty").EqualTo(40).And.Property("Price").EqualTo(25));
        Assert.That(broker.EventNames.Last(), Is.EqualTo("restated"));
        Assert.That(Json(broker.Call("GET", "/v2/stocks/AAPL/quotes/latest")).GetProperty("quote").GetProperty("ap").GetDecimal(), Is.EqualTo(45.0025m));
    }

    [Test]
    public void Somebody_may_trade_in_the_brokers_own_screen()
    {
        using var broker = Quoted();
        broker.Act("""{"order":{"symbol":"AAPL","side":"sell","qty":7}}""");
        broker.Pass(1);

        Assert.That(broker.Venue.Orders.Single(), Has.Property("IsExternal").True.And.Property("Status").EqualTo("filled"));
        Assert.That(Word(Json(broker.Call("GET", "/v2/positions"))[0], "qty"), Is.EqualTo("-7"));
        Assert.That(broker.EventNames.Last(), Is.EqualTo("fill"));
    }

    [Test]
    public void Nothing_trades_in_a_halt()
    {
        using var broker = Quoted();
        broker.Act("""{"halt":{"symbol":"AAPL"}}""");
        Now(broker.Submit(Order("c1")));
        broker.Act("""{"quote":{"symbol":"AAPL","bid":181,"ask":182}}""");
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("new"));

        broker.Act("""{"end_halt":{"symbol":"AAPL"}}""");

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("filled"));
        Assert.That(broker.Venue.Executions[0].Px, Is.EqualTo(182));
    }

    [TestCase("cancel", "canceled")]
    [TestCase("expire", "expired")]
    [TestCase("reject", "rejected")]
    public void The_venue_ends_orders_by_itself(string act, string status)
    {
        using var broker = Quoted();
        Now(broker.Submit(Limit("c1", 100)));
        broker.Act($$$"""{"after":"1s","{{{act}}}":{"cl_ord_id":"c1","text":"because"}}""");
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("new"));
        broker.Pass(2);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo(status));
        Assert.That(Word(broker.Events[^1], "event"), Is.EqualTo(status));
        Assert.That(Word(broker.Events[^1], "reason"), Is.EqualTo("because"));
    }

    [Test]
    public void An_order_can_be_told_of_in_words_no_act_has()
    {
        using var broker = Quoted();
        Now(broker.Submit(Limit("c1", 100)));
        broker.Act("""{"report":{"cl_ord_id":"c1","event":"suspended","status":"suspended"}}""");
        broker.Pass(1);

        Assert.That(broker.EventNames.Last(), Is.EqualTo("suspended"));
        Assert.That(Word(Json(broker.ById("c1")), "status"), Is.EqualTo("suspended"));
    }

    [Test]
    public void A_venue_may_fill_more_than_was_ordered()
    {
        using var broker = Quoted();
        Now(broker.Submit(Order("c1")));
        broker.Act("""{"fill":{"cl_ord_id":"c1","qty":5,"px":180}}""");

        Assert.That(broker.Placed("c1").CumQty, Is.EqualTo(15));
    }

    [Test]
    public void A_scripted_part_and_the_market_share_an_order()
    {
        using var broker = Quoted();
        Now(broker.Submit(Limit("c1", 100)));
        broker.Act("""{"fill":{"cl_ord_id":"c1","qty":4}}""");
        broker.Act("""{"quote":{"symbol":"AAPL","bid":98,"ask":99}}""");

        Assert.That(broker.Venue.Executions.Select(execution => execution.Qty), Is.EqualTo(new[] { 4m, 6m }));
    }

    [Test]
    public void Behaviours_come_and_go_by_name()
    {
        using var broker = Quoted();
        broker.Act("""{"add_behaviours":[{"name":"bad","when":{"call":"submit"},"accept":false,"status":500}]}""");
        Assert.That(Now(broker.Submit(Order("c1"))).Status, Is.EqualTo(500));
        Assert.That(broker.Venue.Calls[^1].Behaviours, Is.EqualTo(new[] { "bad" }));
        Assert.That(() => broker.Act("""{"clear_behaviours":{"name":"good"}}"""), Throws.InstanceOf<ScriptException>());

        broker.Act("""{"clear_behaviours":{"name":"bad"}}""");
        Assert.That(Now(broker.Submit(Order("c1"))).Status, Is.EqualTo(200));
    }

    [Test]
    public void An_act_on_an_order_nobody_placed_is_an_error()
    {
        using var broker = Quoted();
        Assert.That(() => broker.Act("""{"fill":{"cl_ord_id":"nobody"}}"""), Throws.InstanceOf<ScriptException>().With.Message.Contains("nobody"));

        broker.Act("""{"after":"1s","fill":{"cl_ord_id":"nobody"}}""");
        Assert.That(() => broker.Pass(2), Throws.InstanceOf<ScriptException>(), "whoever moves the clock hears of it");
    }

    private static Broker Quoted()
    {
        var broker = new Broker("""{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""");
        broker.Listen();
        return broker;
    }
}
