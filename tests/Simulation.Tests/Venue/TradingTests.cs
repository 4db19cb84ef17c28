using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What the venue does when it behaves.</summary>
public sealed class TradingTests
{
    private const string Quoted = """{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""";

    [Test]
    public void A_market_order_is_acknowledged_and_then_filled_on_the_stream()
    {
        using var broker = new Broker(Quoted);
        broker.Listen();

        var answer = Json(broker.Submit(Order("c1")));
        Assert.That(Word(answer, "status"), Is.EqualTo("pending_new"));
        Assert.That(broker.EventNames, Is.Empty, "events take their time to the stream");

        broker.Pass(1);
        Assert.That(broker.EventNames, Is.EqualTo(new[] { "pending_new", "new", "fill" }));
        var fill = broker.Events[2];
        Assert.Multiple(() =>
        {
            Assert.That(broker.Events[0].GetProperty("execution_id").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(Word(fill, "price"), Is.EqualTo("180.01"));
            Assert.That(Word(fill, "qty"), Is.EqualTo("10"));
            Assert.That(Word(fill, "position_qty"), Is.EqualTo("10"));
            Assert.That(Word(fill.GetProperty("order"), "status"), Is.EqualTo("filled"));
            Assert.That(Word(fill.GetProperty("order"), "filled_qty"), Is.EqualTo("10"));
            Assert.That(Word(broker.Events[0].GetProperty("order"), "status"), Is.EqualTo("pending_new"), "an event shows the order as it was");
        });
    }

    [Test]
    public void The_execution_id_of_a_fill_is_the_last_part_of_its_activity()
    {
        using var broker = new Broker(Quoted);
        broker.Listen();
        Now(broker.Submit(Order("c1")));
        broker.Pass(1);

        var activity = Json(broker.Call("GET", "/v2/account/activities/FILL"))[0];

        Assert.That(Word(activity, "id")!.Split("::")[1], Is.EqualTo(Word(broker.Events[2], "execution_id")));
        Assert.That(Word(activity, "order_id"), Is.EqualTo(broker.Placed("c1").OrderId));
    }

    [Test]
    public void A_limit_order_waits_for_its_price_and_is_told_on_the_stream_when_it_trades()
    {
        using var broker = new Broker(Quoted);
        broker.Listen();
        Now(broker.Submit(Limit("c1", 179.5m)));
        broker.Pass(60);
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("new"));

        broker.Act("""{"after":"5s","quote":{"symbol":"AAPL","bid":179.4,"ask":179.45,"ask_size":4}}""");
        broker.Pass(4);
        Assert.That(broker.Placed("c1").CumQty, Is.Zero);
        broker.Pass(2);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("partially_filled"));
        Assert.That(broker.EventNames.Last(), Is.EqualTo("partial_fill"));
        Assert.That(Word(broker.Events[^1], "price"), Is.EqualTo("179.45"));
    }

    [Test]
    public void A_day_order_expires_at_the_close()
    {
        using var broker = new Broker(Quoted);
        broker.Listen();
        Now(broker.Submit(Limit("c1", 100m)));

        broker.Pass((6 * 3600) + 1);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("expired"));
        Assert.That(Word(broker.Events[^1], "timestamp"), Is.EqualTo("2026-03-02T21:00:00Z"));
    }

    [Test]
    public void An_order_of_the_evening_waits_for_the_open()
    {
        using var broker = new Broker(Quoted, start: new DateTimeOffset(2026, 3, 2, 22, 0, 0, TimeSpan.Zero));
        broker.Listen();

        Assert.That(Word(Json(broker.Submit(Order("c1"))), "status"), Is.EqualTo("accepted"));
        broker.Pass(16 * 3600);
        Assert.That(broker.Placed("c1").Status, Is.EqualTo("accepted"));
        broker.Pass(3600);

        Assert.That(broker.Placed("c1").Status, Is.EqualTo("filled"));
        Assert.That(broker.Venue.Executions[0].At, Is.EqualTo(new DateTimeOffset(2026, 3, 3, 14, 30, 0, TimeSpan.Zero)));
    }

    [Test]
    public void A_canceled_order_says_so_and_cant_be_canceled_again()
    {
        using var broker = new Broker(Quoted);
        broker.Listen();
        Now(broker.Submit(Limit("c1", 100m)));
        var id = broker.Placed("c1").OrderId;

        Assert.That(Now(broker.Call("DELETE", $"/v2/orders/{id}")).Status, Is.EqualTo(204));
        broker.Pass(1);
        Assert.That(broker.EventNames.Last(), Is.EqualTo("canceled"));

        Assert.That(Now(broker.Call("DELETE", $"/v2/orders/{id}")).Status, Is.EqualTo(422));
        Assert.That(Now(broker.Call("DELETE", "/v2/orders/nonsense")).Status, Is.EqualTo(404));
    }

    [Test]
    public void Canceling_all_answers_for_each()
    {
        using var broker = new Broker(Quoted);
        Now(broker.Submit(Limit("c1", 100m)));
        Now(broker.Submit(Limit("c2", 101m)));

        var answer = broker.Call("DELETE", "/v2/orders");

        Assert.That(Now(answer).Status, Is.EqualTo(207));
        Assert.That(Json(answer).GetArrayLength(), Is.EqualTo(2));
        Assert.That(broker.Venue.Orders.Select(order => order.Status), Is.All.EqualTo("canceled"));
    }

    [Test]
    public void A_replacement_is_a_new_order_that_keeps_what_has_traded()
    {
        using var broker = new Broker(Quoted);
        broker.Listen();
        Now(broker.Submit(Limit("c1", 179m)));
        broker.Act("""{"fill":{"cl_ord_id":"c1","qty":4}}""");
        var first = broker.Placed("c1");

        var answer = Json(broker.Call("PATCH", $"/v2/orders/{first.OrderId}", """{"limit_price":"181","client_order_id":"c2"}"""));
        broker.Pass(1);

        var second = broker.Placed("c2");
        Assert.Multiple(() =>
        {
            Assert.That(Word(answer, "id"), Is.EqualTo(second.OrderId).And.Not.EqualTo(first.OrderId));
            Assert.That(Word(answer, "replaces"), Is.EqualTo(first.OrderId));
            Assert.That(first.Status, Is.EqualTo("replaced"));
            Assert.That(second.Status, Is.EqualTo("filled"));
            Assert.That(second.CumQty, Is.EqualTo(10));
            Assert.That(broker.Venue.Executions.Sum(execution => execution.Qty), Is.EqualTo(10), "4 of the first, 6 of the second");
            Assert.That(broker.EventNames, Does.Contain("replaced"));
        });
    }

    [Test]
    public void The_account_follows_the_trades()
    {
        using var broker = new Broker("""{"cash":10000,"quotes":[{"symbol":"AAPL","bid":180,"ask":180}]}""");
        Now(broker.Submit(Order("c1")));

        var account = Json(broker.Call("GET", "/v2/account"));
        Assert.That(Word(account, "cash"), Is.EqualTo("8200"));
        Assert.That(Word(account, "equity"), Is.EqualTo("10000"));
        var position = Json(broker.Call("GET", "/v2/positions"))[0];
        Assert.That(Word(position, "qty"), Is.EqualTo("10"));
        Assert.That(Word(position, "avg_entry_price"), Is.EqualTo("180"));
        Assert.That(Now(broker.Call("GET", "/v2/positions/MSFT")).Status, Is.EqualTo(404));
    }

    [Test]
    public void Clock_and_calendar_are_on_New_Yorks_time()
    {
        using var broker = new Broker();

        var clock = Json(broker.Call("GET", "/v2/clock"));
        Assert.That(clock.GetProperty("is_open").GetBoolean());
        Assert.That(Word(clock, "next_close"), Is.EqualTo("2026-03-02T16:00:00-05:00"));
        Assert.That(Word(clock, "next_open"), Is.EqualTo("2026-03-03T09:30:00-05:00"));

        var days = Json(broker.Call("GET", "/v2/calendar", query: "?start=2026-11-25&end=2026-11-28"));
        Assert.That(days.EnumerateArray().Select(day => $"{Word(day, "date")} {Word(day, "close")}"), Is.EqualTo(new[] { "2026-11-25 16:00", "2026-11-27 13:00" }));
    }

    [Test]
    public void Quotes_are_those_the_orders_meet()
    {
        using var broker = new Broker();
        var quote = Json(broker.Call("GET", "/v2/stocks/MSFT/quotes/latest")).GetProperty("quote");
        Assert.That(Json(broker.Call("GET", "/v2/stocks/quotes/latest", query: "?symbols=MSFT,IBM")).GetProperty("quotes").EnumerateObject().Count(), Is.EqualTo(2));

        Now(broker.Submit(Order("c1", symbol: "MSFT")));

        Assert.That(broker.Venue.Executions[0].Px, Is.EqualTo(quote.GetProperty("ap").GetDecimal()));
    }
}
