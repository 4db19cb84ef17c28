using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What the venue refuses, in Alpaca's words and codes.</summary>
public sealed class RefusalTests
{
    // The last of two fields of one name counts, so that a case need only say what it changes.
    private const string Market = "{\"symbol\":\"AAPL\",\"qty\":\"10\",\"side\":\"buy\",\"type\":\"market\",\"time_in_force\":\"day\"";

    [TestCase("{", 400, 40010000, "format")]
    [TestCase("[]", 400, 40010000, "format")]
    [TestCase("{\"qty\":\"10\",\"side\":\"buy\",\"type\":\"market\",\"time_in_force\":\"day\"}", 422, 40010001, "symbol is required")]
    [TestCase(Market + ",\"symbol\":\"aapl\"}", 422, 42210000, "not found")]
    [TestCase(Market + ",\"qty\":\"ten\"}", 422, 40010001, "invalid qty")]
    [TestCase(Market + ",\"qty\":\"0\"}", 422, 42210000, "qty must be > 0")]
    [TestCase(Market + ",\"qty\":null}", 422, 40010001, "qty or notional is required")]
    [TestCase(Market + ",\"qty\":\"1.0000000001\"}", 422, 42210000, "decimals")]
    [TestCase(Market + ",\"qty\":\"1.5\",\"time_in_force\":\"gtc\"}", 422, 42210000, "fractional")]
    [TestCase(Market + ",\"qty\":\"1.5\",\"side\":\"sell\"}", 422, 42210000, "fractional orders cannot be sold short")]
    [TestCase(Market + ",\"symbol\":\"BTC/USD\"}", 422, 42210000, "invalid crypto time_in_force")]
    [TestCase(Market + ",\"symbol\":\"BTC/USD\",\"time_in_force\":\"gtc\",\"type\":\"stop\",\"stop_price\":\"200\"}", 422, 40010001, "invalid order type for crypto order")]
    [TestCase(Market + ",\"symbol\":\"BTC/USD\",\"time_in_force\":\"gtc\",\"side\":\"sell\"}", 403, 40310000, "insufficient balance for BTC (requested: 10, available: 0)")]
    [TestCase(Market + ",\"symbol\":\"BTC/USD\",\"time_in_force\":\"gtc\",\"qty\":\"100000\"}", 403, 40310000, "insufficient balance for USD")]
    [TestCase(Market + ",\"side\":\"hold\"}", 422, 40010001, "invalid side")]
    [TestCase(Market + ",\"type\":\"magic\"}", 422, 40010001, "invalid order type")]
    [TestCase(Market + ",\"time_in_force\":\"week\"}", 422, 40010001, "invalid time_in_force")]
    [TestCase(Market + ",\"type\":\"stop\",\"stop_price\":\"200\",\"time_in_force\":\"cls\"}", 422, 42210000, "invalid time_in_force cls for order type stop")]
    [TestCase(Market + ",\"limit_price\":\"10\"}", 422, 40010001, "no limit_price")]
    [TestCase(Market + ",\"type\":\"limit\"}", 422, 40010001, "require limit_price")]
    [TestCase(Market + ",\"type\":\"stop\"}", 422, 40010001, "require stop_price")]
    [TestCase(Market + ",\"type\":\"limit\",\"limit_price\":\"180.001\"}", 422, 42210000, "sub-penny")]
    [TestCase(Market + ",\"type\":\"limit\",\"limit_price\":\"0.12345\"}", 422, 42210000, "sub-penny")]
    [TestCase(Market + ",\"type\":\"limit\",\"limit_price\":\"-1\"}", 422, 42210000, "invalid limit_price")]
    [TestCase(Market + ",\"order_class\":\"bracket\"}", 422, 42210000, "not simulated")]
    [TestCase(Market + ",\"extended_hours\":true}", 422, 42210000, "extended hours order must be DAY limit orders")]
    [TestCase(Market + ",\"qty\":\"100000\"}", 403, 40310000, "insufficient buying power")]
    public void An_order_is_refused(string body, int status, int code, string words)
    {
        using var broker = Quoted();

        var answer = broker.Submit(body);

        Assert.That(Now(answer).Status, Is.EqualTo(status));
        Assert.That(Json(answer).GetProperty("code").GetInt32(), Is.EqualTo(code));
        Assert.That(Word(Json(answer), "message"), Does.Contain(words));
        Assert.That(broker.Venue.Orders, Is.Empty);
    }

    [TestCase(Market + ",\"symbol\":\"HON\",\"qty\":\"1.5\"}", "asset \"HON\" is not fractionable")]
    [TestCase(Market + ",\"symbol\":\"LQD\",\"side\":\"sell\"}", "asset \"LQD\" cannot be sold short")]
    [TestCase(Market + ",\"symbol\":\"HON\"}", null)]
    [TestCase(Market + ",\"symbol\":\"HON\",\"side\":\"sell\"}", null)]
    [TestCase(Market + ",\"symbol\":\"LQD\",\"qty\":\"1.5\"}", null)]
    public void What_a_share_is_not_traded_in_is_said_of_it_and_refused(string body, string? message)
    {
        using var broker = Quoted();
        broker.Venue.Load(ScriptJson.ReadScript("""{"quotes":[{"symbol":"HON","bid":99,"ask":100},{"symbol":"LQD","bid":99,"ask":100}],"assets":{"HON":{"fractionable":false},"LQD":{"shortable":false}}}"""));

        var answer = broker.Submit(body);

        Assert.That(Now(answer).Status, Is.EqualTo(message is null ? 200 : 422));
        Assert.That(message is null ? null : Word(Json(answer), "message"), Is.EqualTo(message));
        var (hon, lqd) = (Json(broker.Call("GET", "/v2/assets/HON")), Json(broker.Call("GET", "/v2/assets/LQD")));
        Assert.That((hon.GetProperty("fractionable").GetBoolean(), hon.GetProperty("shortable").GetBoolean()), Is.EqualTo((false, true)));
        Assert.That((lqd.GetProperty("fractionable").GetBoolean(), lqd.GetProperty("shortable").GetBoolean()), Is.EqualTo((true, false)));
    }

    [TestCase(Market + "}")]
    [TestCase(Market + ",\"qty\":10}")]
    [TestCase(Market + ",\"type\":\"limit\",\"limit_price\":\"0.1234\"}")]
    [TestCase(Market + ",\"symbol\":\"BRK.B\"}")]
    [TestCase(Market + ",\"qty\":\"1.5\"}")]
    [TestCase(Market + ",\"symbol\":\"BTC/USD\",\"qty\":\"0.5\",\"time_in_force\":\"ioc\"}")]
    public void An_order_in_order_is_taken(string body)
    {
        using var broker = Quoted();

        Assert.That(Now(broker.Submit(body)).Status, Is.EqualTo(200));
    }

    [Test]
    public void A_client_order_id_must_be_unique()
    {
        using var broker = Quoted();
        Now(broker.Submit(Limit("c1", 100)));

        var answer = broker.Submit(Limit("c1", 100));

        Assert.That(Now(answer).Status, Is.EqualTo(422));
        Assert.That(Json(answer).GetProperty("code").GetInt32(), Is.EqualTo(40010001));
        Assert.That(Word(Json(answer), "message"), Is.EqualTo("client_order_id must be unique"));
    }

    [Test]
    public void Open_buys_hold_back_money()
    {
        using var broker = new Broker("""{"cash":1500,"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""");
        Now(broker.Submit(Limit("c1", 100)));

        var answer = broker.Submit(Limit("c2", 100));
        Assert.That(Now(answer).Status, Is.EqualTo(403));
        Assert.That(Word(Json(answer), "buying_power"), Is.EqualTo("500"));
        Assert.That(Word(Json(answer), "cost_basis"), Is.EqualTo("1000"));

        Now(broker.Call("DELETE", $"/v2/orders/{broker.Placed("c1").OrderId}"));
        Assert.That(Now(broker.Submit(Limit("c2", 100))).Status, Is.EqualTo(200));
    }

    [Test]
    public void Open_sells_hold_back_shares()
    {
        using var broker = new Broker("""{"positions":{"AAPL":10},"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""");
        Now(broker.Submit(Limit("c1", 200, 8, "sell")));

        var answer = broker.Submit(Limit("c2", 200, 3, "sell"));

        Assert.That(Now(answer).Status, Is.EqualTo(403));
        Assert.That(Word(Json(answer), "available"), Is.EqualTo("2"));
        Assert.That(Word(Json(answer), "existing_qty"), Is.EqualTo("10"));
        Assert.That(Word(Json(answer), "held_for_orders"), Is.EqualTo("8"));
        Assert.That(Word(Json(answer), "related_orders"), Is.EqualTo(broker.Placed("c1").OrderId));
    }

    [TestCase(150, 403)]
    [TestCase(149, 200)]
    public void Opposite_orders_that_could_meet_are_a_wash_trade(decimal bid, int status)
    {
        using var broker = new Broker("""{"positions":{"AAPL":10},"quotes":[{"symbol":"AAPL","bid":100,"ask":200}]}""");
        Now(broker.Submit(Limit("c1", 150, 10, "sell")));

        Assert.That(Now(broker.Submit(Limit("c2", bid))).Status, Is.EqualTo(status));
    }

    [Test]
    public void Short_sales_depend_on_the_account()
    {
        using var margin = Quoted();
        using var cash = new Broker(options: new SimulatorOptions { Shorting = false });

        Assert.That(Now(margin.Submit(Order("c1", side: "sell"))).Status, Is.EqualTo(200));
        Assert.That(Now(cash.Submit(Order("c1", side: "sell"))).Status, Is.EqualTo(403));
    }

    [Test]
    public void The_rate_limit_counts_by_the_minute_and_says_so()
    {
        using var broker = new Broker("""{"rate_limit_per_minute":2}""");
        Assert.That(Now(broker.Call("GET", "/v2/account")).Headers, Has.Some.EqualTo(new KeyValuePair<string, string>("X-Ratelimit-Remaining", "1")));
        Now(broker.Call("GET", "/v2/account"));

        var third = broker.Submit(Limit("c1", 100));
        Assert.That(Json(third).GetProperty("code").GetInt32(), Is.EqualTo(42910000));
        Assert.That(broker.Venue.Orders, Is.Empty);
        Assert.That(Now(broker.Call("GET", "/v2/stocks/AAPL/quotes/latest")).Status, Is.EqualTo(200), "market data has a limit of its own");

        broker.Pass(60);
        Assert.That(Now(broker.Submit(Limit("c1", 100))).Status, Is.EqualTo(200));
    }

    [TestCase("""{"qty":"4"}""", 422)]
    [TestCase("""{"qty":"x"}""", 422)]
    [TestCase("""{"limit_price":"1.001"}""", 422)]
    [TestCase("""{"stop_price":"5"}""", 422)]
    [TestCase("""{"client_order_id":"c1"}""", 422)]
    [TestCase("""{"qty":"5"}""", 200)]
    public void A_replacement_is_checked_like_an_order(string change, int status)
    {
        using var broker = Quoted();
        Now(broker.Submit(Limit("c1", 100)));
        broker.Act("""{"fill":{"cl_ord_id":"c1","qty":4}}""");

        Assert.That(Now(broker.Call("PATCH", $"/v2/orders/{broker.Placed("c1").OrderId}", change)).Status, Is.EqualTo(status));
    }

    [Test]
    public void Lists_go_by_status_time_symbol_and_number()
    {
        using var broker = Quoted();
        Now(broker.Submit(Order("c1")));
        broker.Pass(10);
        Now(broker.Submit(Limit("c2", 100)));
        broker.Pass(10);
        Now(broker.Submit(Order("c3", symbol: "MSFT", type: "limit", extra: ",\"limit_price\":\"1\"")));

        Assert.That(Ids(""), Is.EqualTo(new[] { "c3", "c2" }), "open by default, newest first");
        Assert.That(Ids("?status=closed"), Is.EqualTo(new[] { "c1" }));
        Assert.That(Ids("?status=all&direction=asc&limit=2"), Is.EqualTo(new[] { "c1", "c2" }));
        Assert.That(Ids("?status=all&after=2026-03-02T15:00:00Z&until=2026-03-02T15:00:20Z"), Is.EqualTo(new[] { "c2" }));
        Assert.That(Ids("?status=all&symbols=MSFT,IBM"), Is.EqualTo(new[] { "c3" }));
        Assert.That(Now(broker.Call("GET", "/v2/orders", query: "?limit=501")).Status, Is.EqualTo(422));
        Assert.That(Now(broker.Call("GET", "/v2/orders", query: "?status=lost")).Status, Is.EqualTo(422));

        IEnumerable<string?> Ids(string query) =>
            Json(broker.Call("GET", "/v2/orders", query: query)).EnumerateArray().Select(order => Word(order, "client_order_id"));
    }

    [Test]
    public void Activities_come_in_pages()
    {
        using var broker = Quoted();
        for (var i = 0; i < 5; i++)
        {
            Now(broker.Submit(Order($"c{i}")));
            broker.Pass(1);
        }

        var first = Json(broker.Call("GET", "/v2/account/activities/FILL", query: "?direction=asc&page_size=3"));
        var second = Json(broker.Call("GET", "/v2/account/activities/FILL", query: $"?direction=asc&page_size=3&page_token={Word(first[2], "id")}"));

        var orders = first.EnumerateArray().Concat(second.EnumerateArray()).Select(fill => Word(fill, "order_id"));
        Assert.That(orders, Is.EqualTo(broker.Venue.Orders.Select(order => order.OrderId)));
    }

    private static Broker Quoted() => new("""{"quotes":[{"symbol":"AAPL","bid":179.99,"ask":180.01}]}""");
}
