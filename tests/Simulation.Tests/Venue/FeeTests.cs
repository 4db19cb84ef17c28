using System.Text.Json;
using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Tests.Venue.Broker;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>What the venue takes, and where it says so.</summary>
public sealed class FeeTests
{
    private const string Crypto = """{"quotes":[{"symbol":"BTC/USD","bid":1000,"ask":1000}],"fees":{"crypto_bps":25,"post_after":"1h"},"cash":10000}""";

    [Test]
    public void The_fee_of_a_buy_of_coins_is_taken_with_it_and_posted_later_in_coins()
    {
        using var broker = new Broker(Crypto);
        Buy(broker, 2);
        var position = Json(broker.Call("GET", "/v2/positions"))[0];
        Assert.That((Word(position, "symbol"), Word(position, "qty"), Cash(broker)), Is.EqualTo(("BTCUSD", "1.995", "8000")));
        Assert.That(Fees(broker), Is.Empty);

        broker.Pass(3600);
        Assert.That(Fees(broker).Single().GetRawText(), Does.Contain("\"activity_type\":\"CFEE\"")
            .And.Contains("\"symbol\":\"BTCUSD\"").And.Contains("\"qty\":\"-0.005\"").And.Contains("\"price\":\"1000\"").And.Contains("\"net_amount\":\"0\"")
            .And.Contains("\"id\":\"20260302000000000::").And.Contains("\"status\":\"executed\"").And.Not.Contains("order_id"));
    }

    [Test]
    public void The_fee_of_a_sale_of_coins_is_money_rounded_up_to_a_cent()
    {
        using var broker = new Broker(Crypto);
        Buy(broker, 2);
        Now(broker.Submit(Order("c2", 0.333m, "sell", symbol: "BTC/USD", tif: "gtc")));
        broker.Pass(3601);

        Assert.That(Cash(broker), Is.EqualTo("8332.16"));
        Assert.That(Fees(broker)[^1].GetRawText(), Does.Contain("\"net_amount\":\"-0.84\"").And.Contains("Coin Pair Transaction Fee (USD)").And.Not.Contains("symbol"));
    }

    [Test]
    public void Sales_of_shares_cost_one_fee_a_day_and_buys_nothing()
    {
        using var broker = new Broker("""{"quotes":[{"symbol":"AAPL","bid":100,"ask":100}],"positions":{"AAPL":100},"fees":{"sell_bps":0.3},"cash":10000}""");
        Now(broker.Submit(Order("c1", 10)));
        Now(broker.Submit(Order("c2", 20, "sell")));
        Now(broker.Submit(Order("c3", 30, "sell")));
        broker.Pass(8 * 3600);
        Assert.That((Fees(broker).Count, Cash(broker)), Is.EqualTo((0, "14000")));

        broker.Pass(2 * 3600);
        Assert.That(Cash(broker), Is.EqualTo("13999.85"));
        Assert.That(Fees(broker).Single().GetRawText(), Does.Contain("\"net_amount\":\"-0.15\"").And.Contains("REG fee for proceed of $5000 on 2026-03-02"));
    }

    [Test]
    public void A_fee_by_an_act_is_taken_at_once_and_can_be_listed_later()
    {
        using var broker = new Broker("""{"cash":10000}""");
        broker.Act("""{"fee":{"amount":0.02,"listed_after":"1h","text":"TAF fee"}}""");
        broker.Act("""{"fee":{"amount":-3}}""");
        Assert.That((Fees(broker).Count, Cash(broker)), Is.EqualTo((1, "10002.98")));

        broker.Pass(3600);
        Assert.That(Fees(broker).Select(fee => Word(fee, "net_amount")), Is.EqualTo(new[] { "-0.02", "3" }));
    }

    [Test]
    public void A_list_can_be_doubled_and_turned()
    {
        using var broker = new Broker("""{"behaviours":[{"name":"x","when":{"call":"fees","nth":1},"list":"doubled"},{"when":{"call":"fees","nth":2},"list":"reversed"}]}""");
        broker.Act("""{"fee":{"amount":1}}""");
        broker.Act("""{"fee":{"amount":2}}""");

        Assert.That(Amounts(), Is.EqualTo(new[] { "-1", "-1", "-2", "-2" }));
        Assert.That(Amounts(), Is.EqualTo(new[] { "-2", "-1" }));
        Assert.That(Amounts(), Is.EqualTo(new[] { "-1", "-2" }));

        IEnumerable<string?> Amounts() => Fees(broker).Select(fee => Word(fee, "net_amount"));
    }

    [Test]
    public void Fees_are_listed_by_type_and_in_pages_and_fills_apart_from_them()
    {
        using var broker = new Broker("""{"quotes":[{"symbol":"BTC/USD","bid":1000,"ask":1000}]}""");
        broker.Act("""{"fee":{"amount":1}}""");
        broker.Act("""{"fee":{"amount":0.1,"currency":"BTC","symbol":"BTC/USD"}}""");

        Assert.That(Json(broker.Call("GET", "/v2/account/activities/FEE")).GetArrayLength(), Is.EqualTo(1));
        Assert.That(Json(broker.Call("GET", "/v2/account/activities/FILL")).GetArrayLength(), Is.Zero);
        Assert.That(Json(broker.Call("GET", "/v2/account/activities/DIV")).GetArrayLength(), Is.Zero);
        var first = Fees(broker, "&page_size=1").Single();
        Assert.That(Word(Fees(broker, $"&page_size=1&page_token={Word(first, "id")}").Single(), "activity_type"), Is.EqualTo("CFEE"));
    }

    [TestCase("""{"fee":{"amount":0}}""", "amount")]
    [TestCase("""{"fee":{"amount":1,"currency":"BTC"}}""", "currency")]
    [TestCase("""{"fee":{"amount":1,"currency":"ETH","symbol":"BTC/USD"}}""", "currency")]
    [TestCase("""{"fee":{"amount":1,"cl_ord_id":"nobody"}}""", "nobody")]
    public void A_fee_that_can_not_be_is_refused_by_name(string act, string named)
    {
        using var broker = new Broker();

        Assert.That(() => broker.Act(act), Throws.InstanceOf<ScriptException>().With.Message.Contains(named));
    }

    private static void Buy(Broker broker, decimal qty)
    {
        Now(broker.Submit(Order("c1", qty, symbol: "BTC/USD", tif: "gtc")));
        broker.Pass(1);
    }

    private static IReadOnlyList<JsonElement> Fees(Broker broker, string more = "") =>
        [.. Json(broker.Call("GET", "/v2/account/activities", query: $"?activity_types=FEE,CFEE&direction=asc{more}")).EnumerateArray()];

    private static string? Cash(Broker broker) => Word(Json(broker.Call("GET", "/v2/account")), "cash");
}
