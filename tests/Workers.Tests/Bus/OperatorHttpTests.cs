using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>The operator's acts, over a process that runs. No test looks at another's orders.</summary>
public sealed class OperatorHttpTests
{
    private const string Token = "a token that alice keeps";
    private const string BobsToken = "a-token-that-bob-keeps";

    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        pipeline = await RunningPipeline.StartAsync(folder.Path, ("--operator-tokens", $"alice={Hash(Token)};bob={Hash(BobsToken)}"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task A_suspected_duplicate_waits_for_a_person_and_goes_out_when_she_releases_it()
    {
        await pipeline.TakenAsync(Intents.Buy("first", symbol: "SUSPECT"));
        var second = (await pipeline.TakenAsync(Intents.Buy("second", symbol: "SUSPECT"))).Single();
        Assert.That((await pipeline.OrderUntilAsync(second, "held")).GetProperty("code").GetString(), Is.EqualTo("DUPLICATE_SUSPECT"));

        Assert.That((int)(await ActAsync(HttpMethod.Post, $"/v1/orders/{second}/release")).StatusCode, Is.EqualTo(200));
        var done = await pipeline.OrderUntilAsync(second, "done");

        Assert.That(done.GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        var story = (await pipeline.GetAsync($"/v1/orders/{second}/timeline")).GetRawText();
        Assert.That(story, Does.Contain("\"released_from_hold_by\":\"alice\"").And.Contain("waived_by=alice").And.Contain("because of a test"));
    }

    [Test]
    public async Task A_symbol_that_an_operator_says_is_halted_takes_no_order_until_she_says_that_it_trades()
    {
        Assert.That((int)(await SayAsync("/v1/symbols/halted/status", new { why = "T1", status = "trading_halt" })).StatusCode, Is.EqualTo(200));
        var order = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("h1", symbol: "HALTED"))).Single(), "done");
        Assert.That(order.GetProperty("code").GetString(), Is.EqualTo("SESSION_HALTED"));

        await SayAsync("/v1/symbols/HALTED/status", new { why = "resumed", status = "resume" });
        order = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("h2", symbol: "HALTED", qty: 11))).Single(), "done");
        Assert.That(order.GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
    }

    [Test]
    public async Task What_is_known_of_halts_and_bands_is_listed_with_its_age()
    {
        await SayAsync("/v1/markets/XLON/status", new { why = "fire alarm", status = "halted" });
        await SayAsync("/v1/symbols/BANDED/price-band", new { why = "feed", low_limit_price = 95, high_limit_price = 105.5 });

        var known = await pipeline.GetAsync("/v1/market-status");

        Assert.That(
            known.GetProperty("markets").EnumerateArray().Select(market => (market.GetProperty("market").GetString(), market.GetProperty("source").GetString(), market.GetProperty("status").GetString())),
            Does.Contain(("XLON", "operator", "halted")));
        var band = known.GetProperty("bands").EnumerateArray().Single(band => band.GetProperty("symbol").GetString() == "BANDED");
        Assert.That((band.GetProperty("low_limit_price").GetDecimal(), band.GetProperty("high_limit_price").GetDecimal()), Is.EqualTo((95m, 105.5m)));
        Assert.That(band.GetProperty("age_seconds").GetDecimal(), Is.InRange(0m, 60m));
    }

    [TestCase("/v1/markets/XNYX/status", """{"why": "x", "status": "halted"}""", 400)]
    [TestCase("/v1/markets/XNYS/status", """{"why": "x", "status": "asleep"}""", 400)]
    [TestCase("/v1/markets/XNYS/status", """{"why": "x", "status": "halted", "until": "2020-01-01T00:00:00Z"}""", 409)]
    [TestCase("/v1/markets/XNYS/status", """{"why": "x", "status": "halted", "until": "2099-01-01T00:00:00"}""", 400)]
    [TestCase("/v1/markets/XNYS/status", """{"why": "x", "status": "halted", "until": 2099}""", 400)]
    [TestCase("/v1/symbols/BAND/price-band", """{"why": "x", "low_limit_price": 105, "high_limit_price": 95}""", 400)]
    [TestCase("/v1/symbols/BAND/price-band", """{"why": "x", "low_limit_price": 95}""", 400)]
    [TestCase("/v1/symbols/no$symbol/status", """{"why": "x", "status": "resume"}""", 400)]
    [TestCase("/v1/market-index", """{"why": "x", "value": 0, "prior_close": 5000}""", 400)]
    [TestCase("/v1/market-index", """{"why": "x", "value": 4000}""", 400)]
    public async Task What_makes_no_sense_of_a_market_is_refused(string path, string body, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);

        Assert.That((int)(await pipeline.Http.SendAsync(request)).StatusCode, Is.EqualTo(status));
    }

    private Task<HttpResponseMessage> SayAsync(string path, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return pipeline.Http.SendAsync(request);
    }

    [Test]
    public async Task An_order_that_waits_at_the_venue_is_canceled()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("cancel", "\"order_type\":\"limit\",\"limit_price\":180", symbol: "IBM"))).Single();
        await pipeline.OrderUntilAsync(id, "working");

        Assert.That((int)(await ActAsync(HttpMethod.Post, $"/v1/orders/{id}/cancel")).StatusCode, Is.EqualTo(200));

        Assert.That((await pipeline.OrderUntilAsync(id, "done")).GetProperty("ord_status").GetString(), Is.EqualTo("canceled"));
    }

    [Test]
    public async Task A_halted_symbol_is_not_sent_until_it_is_lifted()
    {
        Assert.That((int)(await ActAsync(HttpMethod.Put, "/v1/halts/symbol:HALTS")).StatusCode, Is.EqualTo(200));
        Assert.That((await pipeline.GetAsync("/v1/halts"))[0].GetProperty("by").GetString(), Is.EqualTo("alice"));
        var denied = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("halted", symbol: "HALTS"))).Single(), "done");
        Assert.That((denied.GetProperty("ord_status").GetString(), denied.GetProperty("code").GetString()), Is.EqualTo(("denied", "HALTED")));

        Assert.That((int)(await ActAsync(HttpMethod.Post, "/v1/halts/symbol:HALTS/resume")).StatusCode, Is.EqualTo(200));
        var halt = (await pipeline.GetAsync("/v1/halts"))[0];
        Assert.That((halt.GetProperty("scope").GetString(), halt.GetProperty("resume_requested_by").GetString()), Is.EqualTo(("symbol:HALTS", "alice")));
        var again = await ActAsync(HttpMethod.Post, "/v1/halts/symbol:HALTS/resume");
        Assert.That((int)again.StatusCode, Is.EqualTo(409));
        Assert.That(await again.Content.ReadAsStringAsync(), Does.Contain("second-person-needed"));
        Assert.That((int)(await ActAsync(HttpMethod.Post, "/v1/halts/symbol:HALTS/resume", authorization: $"Bearer {BobsToken}")).StatusCode, Is.EqualTo(200));
        var filled = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("lifted", symbol: "HALTS"))).Single(), "done");
        Assert.That(filled.GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
    }

    [TestCase(null)]
    [TestCase("Bearer wrong")]
    [TestCase("Basic YWxpY2U6eA==")]
    public async Task Who_is_not_known_may_do_nothing(string? authorization)
    {
        var response = await ActAsync(HttpMethod.Put, "/v1/halts/all", authorization: authorization);

        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"why":"  "}""")]
    [TestCase("""{"why":"x","who":"me"}""")]
    [TestCase("""{"why":"x","mode":"slow"}""")]
    public async Task An_act_needs_a_reason_and_nothing_else(string body) =>
        Assert.That((int)(await ActAsync(HttpMethod.Put, "/v1/halts/all", body)).StatusCode, Is.EqualTo(400));

    [TestCase("/v1/halts/all", """{"why":"x","mode":"slow"}""", "mode is wrong: one of stop, reduce_only is wanted")]
    [TestCase("/v1/halts/all", """{"why":"x","cancel_open":"yes"}""", "cancel_open is wrong: true or false is wanted")]
    [TestCase("/v1/halts/all", """{"why":"x","moed":"all"}""", "There is no field moed, or it is said twice. Send a JSON object with cancel_open, mode, why and nothing else")]
    [TestCase("/v1/halts/all", """{"mode":"stop"}""", "why must be said")]
    [TestCase("/v1/halts/all", "{", "The body is no JSON that can be read")]
    [TestCase("/v1/markets/XNYS/status", """{"why":"x","status":"shut"}""", "status is wrong: one of unknown, halted, open, closed")]
    [TestCase("/v1/markets/XNYS/status", """{"why":"x","status":"halted","until":"noon"}""", "until is wrong: a time such as 2026-03-02T15:30:00Z is wanted")]
    [TestCase("/v1/symbols/AAPL/price-band", """{"why":"x","low_limit_price":"ninety","high_limit_price":105}""", "low_limit_price is wrong: a number is wanted")]
    [TestCase("/v1/symbols/AAPL/price-band", """{"why":"x","low_limit_price":95}""", "A field is missing. Send a JSON object with high_limit_price, low_limit_price, until, why")]
    public async Task A_mistyped_act_is_told_the_field_and_what_it_may_be(string path, string body, string detail)
    {
        var response = await ActAsync(HttpMethod.Put, path, body);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), Does.StartWith(detail));
    }

    [Test]
    public async Task An_act_that_does_not_fit_says_why()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("done", symbol: "DONE"))).Single();
        await pipeline.OrderUntilAsync(id, "done");

        var response = await ActAsync(HttpMethod.Post, $"/v1/orders/{id}/release");

        Assert.That((int)response.StatusCode, Is.EqualTo(409));
        Assert.That((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), Is.EqualTo("The order is filled, not held"));
        Assert.That((int)(await ActAsync(HttpMethod.Post, "/v1/orders/NOBODY/cancel")).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await ActAsync(HttpMethod.Post, "/v1/restored/end")).StatusCode, Is.EqualTo(404));
    }

    private Task<HttpResponseMessage> ActAsync(
        HttpMethod method, string path, string body = """{"why":"because of a test"}""", string? authorization = $"Bearer {Token}")
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        return pipeline.Http.SendAsync(request);
    }
}
