using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>The public door, over a process that runs. No test looks at another's orders: each has its own strategy or portfolio of rebalances.</summary>
public sealed class HttpTests
{
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(folder.Path);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task An_intent_is_accepted_and_its_repeat_returns_the_same_orders()
    {
        var first = await pipeline.TakenAsync(Intents.Buy("repeat"));
        var response = await pipeline.PostAsync(Intents.Buy("repeat"));

        var receipt = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That((int)response.StatusCode, Is.EqualTo(202));
        Assert.That(receipt.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString(), Is.EqualTo(first.Single()));
        Assert.That(receipt.GetProperty("orders")[0].GetProperty("duplicate").GetBoolean(), Is.True);
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task The_content_type_does_not_matter(string contentType) =>
        Assert.That((int)(await pipeline.PostAsync(Intents.Buy(contentType), contentType)).StatusCode, Is.EqualTo(202));

    [Test]
    public async Task The_idempotency_key_stands_in_for_the_decision()
    {
        var json = Intents.Buy("x").Replace("\"rebalance_id\":\"x\",", "", StringComparison.Ordinal);

        Assert.That((int)(await pipeline.PostAsync(json, key: "key-1")).StatusCode, Is.EqualTo(202));
        await IsProblemAsync(await pipeline.PostAsync(json), 400, "rebalance_id");
    }

    [Test]
    public async Task What_is_no_intent_is_refused_with_every_fault()
    {
        var problem = await IsProblemAsync(await pipeline.PostAsync("""{"portfolio":"core","orders":[{"symbol":"AAPL","side":"up","qty":0,"order_type":"market"}]}"""), 400, "orders");

        Assert.That(
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()),
            Is.EquivalentTo(new[] { "$.orders[0].side", "$.orders[0].qty" }));
    }

    [Test]
    public async Task Other_terms_in_a_known_slot_are_a_conflict()
    {
        await pipeline.TakenAsync(Intents.Buy("conflict"));

        var problem = await IsProblemAsync(await pipeline.PostAsync(Intents.Buy("conflict", qty: 11)), 409, "rebalance_id");

        Assert.That(problem.GetProperty("conflicts")[0].GetProperty("asked").GetProperty("qty").GetDecimal(), Is.EqualTo(11));
    }

    [Test]
    public async Task A_document_that_is_too_large_is_refused_as_such() =>
        await IsProblemAsync(await pipeline.PostAsync(Intents.Buy("large") + new string(' ', 64 * 1024)), 413, "");

    [Test]
    public async Task An_agent_takes_an_order_back_as_often_as_it_likes()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("taken-back", "\"order_type\":\"limit\",\"limit_price\":170"))).Single();
        await pipeline.OrderUntilAsync(id, "working");

        using var taken = await pipeline.Http.DeleteAsync($"/v1/orders/{id}?why=a%20better%20idea");
        var order = await pipeline.OrderUntilAsync(id, "done");
        using var again = await pipeline.Http.DeleteAsync($"/v1/orders/{id}");

        Assert.That((int)taken.StatusCode, Is.EqualTo(202), await taken.Content.ReadAsStringAsync());
        Assert.That(order.GetProperty("ord_status").GetString(), Is.EqualTo("canceled"));
        await IsProblemAsync(again, 409, "canceled already");
        var asked = (await pipeline.GetAsync($"/v1/orders/{id}/timeline")).EnumerateArray().Where(entry => entry.GetProperty("kind").GetString() == "CancelOrder").ToList();
        Assert.That(asked, Has.Count.EqualTo(1), "one request, however often it is made");
        Assert.That(asked[0].GetProperty("data").GetRawText(), Does.Contain("agent:default").And.Contain("a better idea"));
    }

    [Test]
    public async Task An_order_taken_back_before_it_is_sent_never_is()
    {
        await pipeline.TakenAsync(Intents.Buy("first"));
        var id = (await pipeline.TakenAsync(Intents.Buy("second"))).Single();
        await pipeline.OrderUntilAsync(id, "held");

        using var taken = await pipeline.Http.DeleteAsync($"/v1/orders/{id}");
        var order = await pipeline.OrderUntilAsync(id, "done");

        Assert.That((int)taken.StatusCode, Is.EqualTo(202));
        Assert.That((order.GetProperty("ord_status").GetString(), order.GetProperty("code").GetString()), Is.EqualTo(("denied", "CANCELED")));
    }

    [TestCase("NOBODY", 404, "NOBODY")]
    [TestCase("NOBODY?why=", 400, "why")]
    public async Task What_can_not_be_taken_back_is_a_problem(string path, int status, string word) =>
        await IsProblemAsync(await pipeline.Http.DeleteAsync($"/v1/orders/{path}"), status, word);

    [TestCase("/v1/orders/NOBODY")]
    [TestCase("/v1/orders/NOBODY/timeline")]
    public async Task An_order_that_nobody_knows_is_not_found(string path) => await IsProblemAsync(await pipeline.Http.GetAsync(path), 404, "NOBODY");

    [Test]
    public async Task A_path_that_is_not_served_is_a_problem_too() => await IsProblemAsync(await pipeline.Http.GetAsync("/v2/orders"), 404, "");

    [TestCase("colour=red", "colour")]
    [TestCase("side=up", "buy, sell")]
    [TestCase("limit=0", "limit")]
    [TestCase("limit=501", "limit")]
    [TestCase("after=-1", "after")]
    [TestCase("symbol=", "symbol")]
    [TestCase("symbol=A&symbol=B", "symbol")]
    public async Task A_filter_that_is_not_understood_is_refused(string query, string word) =>
        await IsProblemAsync(await pipeline.Http.GetAsync($"/v1/orders?{query}"), 400, word);

    [Test]
    public async Task Orders_are_listed_in_order_of_arrival_page_by_page()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.AddRange(await pipeline.TakenAsync(Intents.Buy("pages", symbol: $"PG{i}")));
        }

        var seen = new List<string>();
        var next = "/v1/orders?rebalance_id=pages&limit=2";
        while (next is not null)
        {
            var response = await pipeline.Http.GetAsync(next);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.That(page.GetArrayLength(), Is.LessThanOrEqualTo(2));
            seen.AddRange(page.EnumerateArray().Select(order => order.GetProperty("cl_ord_id").GetString()!));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.That(seen, Is.EqualTo(ids));
    }

    [Test]
    public async Task Filters_narrow_the_list()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("filters", symbol: "FLT"))).Single();
        await pipeline.OrderUntilAsync(id, "done");

        foreach (var query in new[] { "symbol=flt", "state=done&symbol=FLT", "ord_status=filled&rebalance_id=filters", "side=buy&symbol=FLT&portfolio=core&strategy_id=default" })
        {
            var found = await pipeline.GetAsync($"/v1/orders?{query}");
            Assert.That(found.EnumerateArray().Select(order => order.GetProperty("cl_ord_id").GetString()), Is.EqualTo(new[] { id }), query);
        }

        Assert.That((await pipeline.GetAsync("/v1/orders?symbol=FLT&side=sell")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_timeline_explains_a_denial()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("denied", "\"order_type\":\"limit\",\"limit_price\":1"))).Single();
        var order = await pipeline.OrderUntilAsync(id, "done");

        Assert.That((order.GetProperty("ord_status").GetString(), order.GetProperty("code").GetString()), Is.EqualTo(("denied", "PRICE_COLLAR")));
        var denied = (await pipeline.GetAsync($"/v1/orders/{id}/timeline")).EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "OrderDenied");
        Assert.That(denied.GetProperty("data").GetRawText(), Does.Contain("PRICE_COLLAR").And.Contain("reference").And.Contain("MAX_ORDER_QTY"));
    }

    [Test]
    public async Task The_schema_and_the_description_of_the_api_are_served()
    {
        Assert.That((await pipeline.GetAsync("/v1/intents/schema")).GetProperty("required").GetArrayLength(), Is.EqualTo(2));
        var paths = (await pipeline.GetAsync("/openapi/v1.json")).GetProperty("paths");
        Assert.That(paths.EnumerateObject().Select(path => path.Name), Is.SupersetOf(new[] { "/v1/intents", "/v1/orders", "/v1/orders/{cl_ord_id}", "/v1/orders/{cl_ord_id}/timeline" }));
    }

    [Test]
    public async Task It_lives_and_is_ready()
    {
        Assert.That((await pipeline.GetAsync("/health/live")).GetProperty("status").GetString(), Is.EqualTo("live"));
        Assert.That((await pipeline.GetAsync("/health/ready")).GetProperty("checks").GetProperty("bus").GetString(), Is.EqualTo("ok"));
    }

    [TestCase("pipeline_intents_total{source=\"amqp\",outcome=\"conflict\"}")]
    [TestCase("pipeline_validation_denied_total{code=\"MAX_EXPOSURE_PCT\"}")]
    [TestCase("pipeline_session_checks_total{verdict=\"hold\"}")]
    [TestCase("pipeline_dead_letters_total{stage=\"order-saga\",reason=\"delivery_limit\"}")]
    [TestCase("pipeline_stage_seconds_count{stage=\"submission\"}")]
    public async Task A_series_is_there_before_its_first_event(string series)
    {
        // One order through every worker: a worker's series are born with its first message.
        await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("metrics"))).Single(), "done");

        Assert.That(await pipeline.Http.GetStringAsync("/metrics"), Does.Contain(series));
    }

    private static async Task<JsonElement> IsProblemAsync(HttpResponseMessage response, int status, string word)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(text, Does.Contain(word));
        return problem;
    }
}
