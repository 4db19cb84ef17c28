using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using NUnit.Framework;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Agent;

/// <summary>Tools for agents that speak MCP, called by the library's own client and by hand, over HTTP. No test looks at another's plans.</summary>
public sealed class McpTests
{
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;
    private McpClient client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(folder.Path);
        client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(pipeline.Http.BaseAddress!, "mcp"), TransportMode = HttpTransportMode.StreamableHttp }));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await client.DisposeAsync();
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task It_offers_five_tools_of_which_one_does_something()
    {
        var tools = await client.ListToolsAsync();

        Assert.That(tools.Select(tool => tool.Name), Is.EquivalentTo(new[] { "submit_intent", "check_intent", "order_status", "list_orders", "incident_brief" }));
        Assert.That(tools.Where(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint == false).Select(tool => tool.Name), Is.EqualTo(new[] { "submit_intent" }));
        Assert.That(tools.Single(tool => tool.Name == "submit_intent").JsonSchema.GetProperty("properties").GetProperty("intent").GetProperty("properties").GetProperty("orders").ValueKind, Is.EqualTo(JsonValueKind.Object), "the intent's own schema");
        Assert.That(client.ServerInstructions, Does.Contain("never submit it again"));
    }

    [Test]
    public async Task A_tool_that_is_called_twice_places_one_order()
    {
        var first = await CallAsync("submit_intent", Intents.Buy("mcp-twice", symbol: "MCPA"));
        var second = await CallAsync("submit_intent", Intents.Buy("mcp-twice", symbol: "MCPA"));

        Assert.That((Text(first, "outcome"), Text(second, "outcome")), Is.EqualTo(("ok", "duplicate")));
        Assert.That(OrderOf(second), Is.EqualTo(OrderOf(first)));
        Assert.That((await pipeline.GetAsync("/v1/orders?symbol=MCPA")).GetArrayLength(), Is.EqualTo(1));
        Assert.That((await pipeline.OrderUntilAsync(OrderOf(first), "done")).GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        var source = (await pipeline.GetAsync($"/v1/orders/{OrderOf(first)}/timeline"))[0].GetProperty("data").GetProperty("source").GetString();
        Assert.That(source, Is.EqualTo("mcp"));
    }

    [Test]
    public async Task The_same_plan_over_HTTP_and_MCP_is_one_order()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("both-ways", symbol: "MCPB"))).Single();

        var answer = await CallAsync("submit_intent", Intents.Buy("both-ways", symbol: "MCPB"));
        var other = await client.CallToolAsync("submit_intent", ArgumentsOf(Intents.Buy("both-ways", symbol: "MCPB", qty: 11)));

        Assert.That((Text(answer, "outcome"), OrderOf(answer)), Is.EqualTo(("duplicate", id)));
        Assert.That((Text(other.StructuredContent!.Value, "outcome"), other.IsError), Is.EqualTo(("conflict", true)));
    }

    [TestCase("0.1000000000000000000001")]
    [TestCase("1e28")]
    [TestCase("1e-40")]
    [TestCase("123456789012345678901234567890")]
    public async Task A_number_is_judged_as_it_was_written(string qty)
    {
        var json = Intents.Buy("digits", symbol: "MCPC").Replace("\"qty\":10", $"\"qty\":{qty}", StringComparison.Ordinal);

        var errors = (await CallAsync("submit_intent", json)).GetProperty("answer").GetProperty("errors");
        var byHand = Structured(await RpcAsync(Call("submit_intent", $$"""{"intent":{{json}}}"""))).GetProperty("answer").GetProperty("errors");
        var http = JsonElement.Parse(await (await pipeline.PostAsync(json)).Content.ReadAsStringAsync()).GetProperty("errors");

        Assert.That(JsonElement.DeepEquals(errors, http) && JsonElement.DeepEquals(byHand, http), Is.True, $"{errors}\n{byHand}\n{http}");
    }

    [Test]
    public async Task The_largest_number_that_is_taken_keeps_every_digit()
    {
        var json = Intents.Buy("exact", "\"order_type\":\"limit\",\"limit_price\":170.123456789012", symbol: "AAPL").Replace("\"qty\":10", "\"qty\":33.000000000001", StringComparison.Ordinal);

        var order = await pipeline.GetAsync($"/v1/orders/{OrderOf(await CallAsync("submit_intent", json))}");

        Assert.That((order.GetProperty("qty").GetRawText(), order.GetProperty("limit_price").GetRawText()), Is.EqualTo(("33.000000000001", "170.123456789012")));
    }

    [Test]
    public async Task A_key_that_stands_twice_is_refused_wherever_it_stands()
    {
        var twice = Intents.Buy("doubled", symbol: "MCPD").Replace("\"qty\":10", "\"qty\":10,\"qty\":11", StringComparison.Ordinal);

        var cases = new[]
        {
            ("$.params.arguments.intent.orders[0].qty", $$"""{"intent":{{twice}}}"""),
            ("$.params.arguments.intent", $$"""{"intent":{{Intents.Buy("doubled", symbol: "MCPD")}},"intent":{{Intents.Buy("doubled", symbol: "MCPD")}}}"""),
        };
        foreach (var (path, arguments) in cases)
        {
            Assert.That(Error(await RpcAsync(Call("submit_intent", arguments))), Is.EqualTo((-32602, $"{path}: DOUBLED_FIELD: Stands more than once in its object.")));
        }

        using var method = await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}""");
        Assert.That((int)method.StatusCode, Is.EqualTo(400));
        Assert.That(Error(JsonElement.Parse(await method.Content.ReadAsStringAsync())), Is.EqualTo((-32600, "$.method: DOUBLED_FIELD: Stands more than once in its object.")));

        Assert.That((await pipeline.GetAsync("/v1/orders?symbol=MCPD")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_question_records_nothing_and_says_what_submitting_would_come_to()
    {
        Assert.That(Text(await CallAsync("check_intent", Intents.Buy("asked", symbol: "MCPE")), "outcome"), Is.EqualTo("ok"));
        Assert.That(Text(await CallAsync("check_intent", Intents.Buy("asked", "\"order_type\":\"limit\",\"limit_price\":1", symbol: "MCPE")), "outcome"), Is.EqualTo("rejected"));
        Assert.That((await pipeline.GetAsync("/v1/orders?symbol=MCPE")).GetArrayLength(), Is.Zero);

        await pipeline.OrderUntilAsync(OrderOf(await CallAsync("submit_intent", Intents.Buy("asked after", symbol: "MCPE"))), "done");
        Assert.That(Text(await CallAsync("check_intent", Intents.Buy("asked after", symbol: "MCPE")), "outcome"), Is.EqualTo("duplicate"));
    }

    [Test]
    public async Task Orders_are_found_by_id_by_plan_and_by_filter()
    {
        var id = OrderOf(await CallAsync("submit_intent", Intents.Buy("found", symbol: "MCPF")));
        await pipeline.OrderUntilAsync(id, "done");

        foreach (var (tool, argument, value) in new[] { ("order_status", "id", id), ("order_status", "rebalance_id", "found"), ("list_orders", "symbol", "mcpf") })
        {
            var answer = (await client.CallToolAsync(tool, new Dictionary<string, object?> { [argument] = value })).StructuredContent!.Value;
            Assert.That(answer.GetProperty("answer").GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("cl_ord_id").GetString()), Is.EqualTo(new[] { id }), tool);
        }
    }

    [Test]
    public async Task A_brief_is_told() =>
        Assert.That((await client.CallToolAsync("incident_brief", new Dictionary<string, object?> { ["window"] = "4h" })).StructuredContent!.Value.GetProperty("answer").GetProperty("headline").GetString(), Is.Not.Empty);

    [TestCase("submit_intent", """{"intent":{},"dry_run":true}""", "dry_run")]
    [TestCase("submit_intent", "{}", "intent is missing")]
    [TestCase("submit_intent", """{"intent":"{}"}""", "errors")]
    [TestCase("order_status", "{}", "Name one order")]
    [TestCase("order_status", """{"id":"NOBODY"}""", "No such order")]
    [TestCase("order_status", """{"id":7}""", "id must be a text")]
    [TestCase("list_orders", """{"limit":501}""", "is no whole number from 1 to 500")]
    [TestCase("list_orders", """{"state":"lost"}""", "is none of proposed")]
    [TestCase("list_orders", """{"strategy_id":"another"}""", "strategy_id")]
    [TestCase("incident_brief", """{"window":"9d"}""", "no window")]
    public async Task What_is_not_understood_is_an_error_that_says_why(string tool, string arguments, string word)
    {
        var answer = await RpcAsync(Call(tool, arguments));

        Assert.That(answer.GetProperty("result").GetProperty("isError").GetBoolean(), Is.True);
        Assert.That(Structured(answer).ToString(), Does.Contain(word));
    }

    [TestCase("submit_intent", """{"intent":{"portfolio":"\ud800"}}""", "$.params.arguments.intent.portfolio: LONE_SURROGATE")]
    [TestCase("order_status", """{"id":"\udc00x"}""", "$.params.arguments.id: LONE_SURROGATE")]
    [TestCase("order_status", """{"\ud800":"x"}""", "$.params.arguments['\\\\ud800']: LONE_SURROGATE")]
    [TestCase("submit_intent", """{"intent":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""", "TOO_DEEP: Nested deeper than 32.")]
    [TestCase("order_status", "7", "$.params.arguments: must be an object")]
    [TestCase("release", "{}", "$.params.name: there is no tool \"release\"; there are submit_intent, check_intent, order_status, list_orders, incident_brief")]
    [TestCase("cancel_all", "{}", "$.params.name: there is no tool \"cancel_all\"")]
    public async Task A_call_that_can_not_be_one_is_an_error_of_the_protocol_that_names_the_place(string tool, string arguments, string said)
    {
        var (code, message) = Error(await RpcAsync(Call(tool, arguments)));

        Assert.That((code, message), Is.EqualTo((-32602, message)));
        Assert.That(message, Does.Contain(said));
    }

    [Test]
    public async Task A_page_of_another_site_a_body_that_is_too_large_and_what_is_no_JSON_are_refused()
    {
        using var page = await PostAsync(Call("list_orders", "{}"), "https://evil.example");
        using var large = await PostAsync(new string(' ', 66_000));
        using var broken = await PostAsync("{");

        Assert.That(((int)page.StatusCode, (int)large.StatusCode, (int)broken.StatusCode), Is.EqualTo((403, 413, 400)));
    }

    [TestCase("/mcp", "text/plain", 415)]
    [TestCase("/mcp/else", "application/json", 404)]
    public async Task What_no_endpoint_takes_is_refused_without_being_read(string path, string type, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{", Encoding.UTF8, type) };
        request.Headers.Add("Accept", "application/json, text/event-stream");

        Assert.That((int)(await pipeline.Http.SendAsync(request)).StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_and_half_a_surrogate_pair_as_a_name_are_refused()
    {
        using var bytes = Request("");
        bytes.Content = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"a\":\"b"), 0xFF, .. Encoding.UTF8.GetBytes("\"}")]);
        bytes.Content.Headers.ContentType = new("application/json");
        using var notUtf8 = await pipeline.Http.SendAsync(bytes);
        using var half = await PostAsync("{\"\\ud800\":1}");

        Assert.That((int)notUtf8.StatusCode, Is.EqualTo(400));
        Assert.That(await notUtf8.Content.ReadAsStringAsync(), Does.Contain("NOT_UTF8"));
        Assert.That((int)half.StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task A_token_that_belongs_to_nobody_is_not_let_in()
    {
        using var request = Request(Call("list_orders", "{}"));
        request.Headers.Add("Authorization", "Bearer nobody");

        Assert.That((int)(await pipeline.Http.SendAsync(request)).StatusCode, Is.EqualTo(401));
    }

    [TestCase("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":7}""", 200, "$.params: must be an object")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", 200, "$.params: must be an object with name and arguments")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}""", 200, "$.params.name: must be the name of a tool")]
    [TestCase("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":7}}""", 400, "$.params.protocolVersion: is not what this method takes")]
    public async Task What_a_method_does_not_take_is_an_error_of_the_protocol_and_none_of_the_servers(string body, int status, string message)
    {
        using var answer = await PostAsync(body);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(Error(JsonElement.Parse(await answer.Content.ReadAsStringAsync())), Is.EqualTo((-32602, message)));
    }

    private static string Call(string tool, string arguments) => $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";

    private static Dictionary<string, object?> ArgumentsOf(string intent) => new() { ["intent"] = JsonElement.Parse(intent) };

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;

    private static string OrderOf(JsonElement answer) => answer.GetProperty("answer").GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;

    private static (int Code, string Message) Error(JsonElement answer) => (answer.GetProperty("error").GetProperty("code").GetInt32(), answer.GetProperty("error").GetProperty("message").GetString()!);

    private static JsonElement Structured(JsonElement answer) => answer.GetProperty("result").GetProperty("structuredContent");

    private async Task<JsonElement> CallAsync(string tool, string intent)
    {
        var result = await client.CallToolAsync(tool, ArgumentsOf(intent));
        Assert.That(JsonElement.DeepEquals(JsonElement.Parse(((TextContentBlock)result.Content.Single()).Text), result.StructuredContent!.Value), Is.True, "the text says the same");
        return result.StructuredContent!.Value;
    }

    private async Task<JsonElement> RpcAsync(string body)
    {
        using var answer = await PostAsync(body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), text);
        return JsonElement.Parse(text.Split('\n').FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?["data: ".Length..] ?? text);
    }

    private Task<HttpResponseMessage> PostAsync(string body, string? origin = null)
    {
        var request = Request(body);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return pipeline.Http.SendAsync(request);
    }

    private static HttpRequestMessage Request(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        return request;
    }
}
