using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Access;

/// <summary>The door, over a process that runs and where everybody must say who they are.</summary>
public sealed class DoorTests
{
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;
    private Strategy momentum = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(folder.Path, Strategy.Settings(folder));
        momentum = await Strategy.CreateAsync(pipeline, "momentum");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task A_signed_intent_is_taken_for_the_keys_strategy()
    {
        var order = (await TakenAsync(momentum.Intent("taken", Intents.Buy("taken")))).GetProperty("orders")[0].GetProperty("cl_ord_id").GetString();

        var seen = await JsonOf(momentum.Signed(HttpMethod.Get, $"/v1/orders/{order}", "look"));
        Assert.That(seen.GetProperty("strategy_id").GetString(), Is.EqualTo("momentum"));
    }

    [Test]
    public async Task A_stale_request_is_refused() =>
        await IsRefusedAsync(momentum.Intent("stale", Intents.Buy("stale"), TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(33)), 401, "signature-stale");

    [Test]
    public async Task A_request_from_the_future_is_refused() =>
        await IsRefusedAsync(momentum.Intent("ahead", Intents.Buy("ahead"), TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(40)), 401, "signature-ahead");

    [Test]
    public async Task A_request_with_a_truncated_signature_is_refused()
    {
        var request = momentum.Intent("cut", Intents.Buy("cut"));
        var signature = request.Headers.GetValues("webhook-signature").Single();
        request.Headers.Remove("webhook-signature");
        request.Headers.Add("webhook-signature", signature[..^8]);

        await IsRefusedAsync(request, 401, "signature-malformed");
    }

    [Test]
    public async Task A_truncated_body_is_refused()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, pipeline.Http.BaseAddress!.Port);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("POST /v1/intents HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"portfolio\""u8.ToArray());
        socket.Shutdown(SocketShutdown.Send);

        // Whoever hangs up in the middle hears nothing any more; the pipeline counts it.
        await Eventually.Until(
            async () => await (await Strategy.AskAsync(pipeline, HttpMethod.Get, "/metrics", Strategy.Viewer)).Content.ReadAsStringAsync(),
            metrics => metrics.Contains("pipeline_access_refused_total{source=\"http\",code=\"body-truncated\"} 1", StringComparison.Ordinal), "it is counted as truncated");
    }

    [Test]
    public async Task A_body_swapped_under_its_signature_is_refused()
    {
        var request = momentum.Intent("swapped", Intents.Buy("swapped"));
        request.Content = new StringContent(Intents.Buy("swapped", qty: 9999));

        await IsRefusedAsync(request, 401, "signature-mismatch");
    }

    [Test]
    public async Task A_request_signed_anew_with_another_strategys_key_is_refused()
    {
        var carry = await Strategy.CreateAsync(pipeline, "carry");
        var captured = Intents.Buy("captured").Replace("{\"rebalance_id\"", "{\"strategy_id\":\"momentum\",\"rebalance_id\"", StringComparison.Ordinal);

        await IsRefusedAsync(carry.Intent("captured", captured), 403, "strategy-mismatch");
    }

    [Test]
    public async Task A_key_of_another_scope_is_refused_and_hears_which_it_lacks()
    {
        var reader = await Strategy.CreateAsync(pipeline, "momentum", scopes: ["read"]);

        var problem = await IsRefusedAsync(reader.Intent("scope", Intents.Buy("scope")), 403, "scope-missing");

        Assert.That(problem.GetProperty("lacks").GetString(), Is.EqualTo("submit"));
    }

    [Test]
    public async Task A_tool_call_that_is_sent_twice_places_one_order()
    {
        var body = Intents.Buy("twice").Replace("\"rebalance_id\":\"twice\",", "", StringComparison.Ordinal);
        var first = await TakenAsync(momentum.Intent("plan-7", body));
        var again = await TakenAsync(momentum.Intent("plan-7", body, TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1)));

        Assert.That(again.GetProperty("intent_id").GetString(), Is.EqualTo(first.GetProperty("intent_id").GetString()));
        Assert.That(again.GetProperty("orders")[0].GetProperty("duplicate").GetBoolean(), Is.True);
        var orders = await JsonOf(momentum.Signed(HttpMethod.Get, "/v1/orders?rebalance_id=plan-7", "look"));
        Assert.That(orders.GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_webhook_id_with_another_body_is_a_conflict_and_an_alert()
    {
        await TakenAsync(momentum.Intent("reused", Intents.Buy("one")));

        await IsRefusedAsync(momentum.Intent("reused", Intents.Buy("two")), 409, "webhook-id-reused");

        Assert.That(Journal(), Does.Contain("WEBHOOK_ID_REUSED"));
        Assert.That((await JsonOf(momentum.Signed(HttpMethod.Get, "/v1/orders?rebalance_id=two", "look"))).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Conflicts_beyond_ten_a_minute_are_counted_and_told_in_one()
    {
        var repeater = await Strategy.CreateAsync(pipeline, "repeater");
        await TakenAsync(repeater.Intent("hammered", Intents.Buy("first")));

        for (var i = 0; i < 15; i++)
        {
            await IsRefusedAsync(repeater.Intent("hammered", Intents.Buy($"other-{i}")), 409, "webhook-id-reused");
        }

        Assert.That(Told("WEBHOOK_ID_REUSED", "repeater"), Has.Count.EqualTo(10));
        await pipeline.Store.WriteAsync(session => LimitedAlertTable.TellRest(session, Alert.WebhookIdReused, Pipeline.Store.Steps.Stages.Intake, pipeline.Services.GetRequiredService<TimeProvider>().GetUtcNow() + LimitedAlertTable.Window));
        Assert.That(Told("WEBHOOK_ID_REUSED", "repeater"), Has.Count.EqualTo(11));
        Assert.That(Told("WEBHOOK_ID_REUSED", "repeater")[^1], Does.Contain("\"more\":5"));
    }

    [Test]
    public async Task A_question_under_a_webhook_id_that_is_taken_hears_what_submitting_would_and_remembers_nothing()
    {
        await TakenAsync(momentum.Intent("asked-about", Intents.Buy("asked-about")));

        Assert.That((int)(await pipeline.Http.SendAsync(momentum.Signed(HttpMethod.Post, "/v1/intents:check", "asked-about", Intents.Buy("asked-about")))).StatusCode, Is.EqualTo(200));
        await IsRefusedAsync(momentum.Signed(HttpMethod.Post, "/v1/intents:check", "asked-about", Intents.Buy("another")), 409, "webhook-id-reused");
        Assert.That((int)(await pipeline.Http.SendAsync(momentum.Signed(HttpMethod.Post, "/v1/intents:check", "asked-first", Intents.Buy("asked-first")))).StatusCode, Is.EqualTo(200));
        await TakenAsync(momentum.Intent("asked-first", Intents.Buy("decided-otherwise")));
    }

    [TestCase("Idempotency-Key", "a", "b")]
    [TestCase("Authorization", "Bearer a", "Bearer b")]
    [TestCase("webhook-id", "a", "b")]
    [TestCase("webhook-signature", "v1,AAAA", "v1,BBBB")]
    [TestCase("webhook-timestamp", "1", "2")]
    [TestCase("webhook-key-id", "a", "b")]
    public async Task A_header_that_stands_twice_is_refused_by_its_name(string name, string one, string other)
    {
        var answer = await ByHandAsync($"POST /v1/intents HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 2\r\n{name}: {one}\r\n{name}: {other}\r\n\r\n{{}}");

        Assert.That(answer, Does.Contain("400 Bad Request").And.Contain("header-doubled").And.Contain($"{name} must be sent once"));
    }

    [Test]
    public async Task A_signed_call_of_a_tool_is_known_by_its_webhook_id_like_any_other_intent()
    {
        static string Call(int id, string rebalance) =>
            $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"submit_intent","arguments":{"intent":{{{Intents.Buy(rebalance)}}} } } }""";
        var nameless = Call(1, "x").Replace("\"rebalance_id\":\"x\",", "", StringComparison.Ordinal);

        var first = await ToolAsync("call-1", Call(1, "by-tool"));
        var again = await ToolAsync("call-1", Call(1, "by-tool"));
        var other = await ToolAsync("call-1", Call(1, "by-tool-again"));

        Assert.That((Text(first, "outcome"), Text(again, "outcome"), Text(other, "outcome")), Is.EqualTo(("ok", "duplicate", "conflict")));
        Assert.That(again.GetProperty("answer").GetProperty("intent_id").GetString(), Is.EqualTo(first.GetProperty("answer").GetProperty("intent_id").GetString()));
        Assert.That(Text(other.GetProperty("answer"), "code"), Is.EqualTo("webhook-id-reused"));
        Assert.That(Text(await ToolAsync("call-2", nameless), "outcome"), Is.EqualTo("invalid"), "the id of a call is no id of a plan");
    }

    [Test]
    public async Task An_unsigned_idempotency_key_can_not_make_a_second_order_of_a_signed_intent()
    {
        var body = Intents.Buy("x").Replace("\"rebalance_id\":\"x\",", "", StringComparison.Ordinal);
        await TakenAsync(momentum.Intent("signed-key", body));
        var replayed = momentum.Intent("signed-key", body);
        replayed.Headers.Add("Idempotency-Key", "another");

        await IsRefusedAsync(replayed, 400, "idempotency-key-unsigned");
    }

    [Test]
    public async Task The_signature_of_a_question_is_not_good_for_an_order()
    {
        var body = Intents.Buy("question");
        var asked = momentum.Signed(HttpMethod.Post, "/v1/intents:check", "question", body);
        var replayed = new HttpRequestMessage(HttpMethod.Post, "/v1/intents") { Content = new StringContent(body) };
        foreach (var (name, values) in asked.Headers)
        {
            replayed.Headers.Add(name, values);
        }

        Assert.That((int)(await pipeline.Http.SendAsync(asked)).StatusCode, Is.EqualTo(200));
        await IsRefusedAsync(replayed, 401, "signature-mismatch");
    }

    [Test]
    public async Task The_signature_of_a_look_is_not_good_for_a_cancel()
    {
        var look = momentum.Signed(HttpMethod.Get, "/v1/orders/NOBODY", "look");
        look.Method = HttpMethod.Delete;

        await IsRefusedAsync(look, 401, "signature-mismatch");
    }

    [Test]
    public async Task Another_strategys_orders_are_not_there()
    {
        var id = (await TakenAsync(momentum.Intent("mine", Intents.Buy("mine")))).GetProperty("orders")[0].GetProperty("cl_ord_id").GetString();
        var stranger = await Strategy.CreateAsync(pipeline, "stranger");

        Assert.That((int)(await pipeline.Http.SendAsync(stranger.Signed(HttpMethod.Get, $"/v1/orders/{id}", "a"))).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await pipeline.Http.SendAsync(stranger.Signed(HttpMethod.Get, $"/v1/orders/{id}/timeline", "b"))).StatusCode, Is.EqualTo(404));
        Assert.That((int)(await pipeline.Http.SendAsync(stranger.Signed(HttpMethod.Delete, $"/v1/orders/{id}", "c"))).StatusCode, Is.EqualTo(404));
        Assert.That((await JsonOf(stranger.Signed(HttpMethod.Get, "/v1/orders", "d"))).GetArrayLength(), Is.Zero);
        await IsRefusedAsync(stranger.Signed(HttpMethod.Get, "/v1/orders?strategy_id=momentum", "e"), 403, "strategy-mismatch");
    }

    [Test]
    public async Task Both_secrets_of_a_rotated_key_are_good_and_none_of_a_revoked_one()
    {
        var old = await Strategy.CreateAsync(pipeline, "rotating");
        var next = await old.RotateAsync(pipeline);
        Assert.That(next.Secret, Is.Not.EqualTo(old.Secret));
        await TakenAsync(old.Intent("old", Intents.Buy("old")));
        await TakenAsync(next.Intent("next", Intents.Buy("next")));

        using var revoked = await Strategy.AskAsync(pipeline, HttpMethod.Post, $"/v1/keys/{old.KeyId}/revoke", Strategy.Operator, new { why = "of a test" });
        Assert.That((int)revoked.StatusCode, Is.EqualTo(200));

        await IsRefusedAsync(old.Intent("old2", Intents.Buy("old2")), 401, "key-ended");
        await IsRefusedAsync(next.Intent("next2", Intents.Buy("next2")), 401, "key-ended");
        Assert.That(Journal(), Does.Contain("KeyCreated").And.Contain("KeyRotated").And.Contain("KeyRevoked").And.Contain("\"by\":\"olga\",\"why\":\"of a test\""));
    }

    [Test]
    public async Task Who_rotates_a_key_again_within_the_overlap_is_told_that_the_secret_before_the_last_ends_now()
    {
        var key = await Strategy.CreateAsync(pipeline, "twice");
        Assert.That(await DoneAsync(), Does.Not.Contain("ends now"));

        Assert.That(await DoneAsync(), Does.Contain("version 1, which was good beside it, ends now"));
        await IsRefusedAsync(key.Intent("twice", Intents.Buy("twice")), 401, "key-ended");

        async Task<string> DoneAsync()
        {
            using var answer = await Strategy.AskAsync(pipeline, HttpMethod.Post, $"/v1/keys/{key.KeyId}/rotate", Strategy.Approver, new { why = "of a test" });
            return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("done").GetString()!;
        }
    }

    [Test]
    public async Task A_rotation_that_is_refused_ends_nothing_and_a_later_version_has_no_end_of_an_earlier_one()
    {
        var publicKey = PublicKey(1);
        var keyId = await Strategy.OfPublicKeyAsync(pipeline, "curve", publicKey);
        async Task<HttpStatusCode> RotateAsync(string to)
        {
            using var answer = await Strategy.AskAsync(pipeline, HttpMethod.Post, $"/v1/keys/{keyId}/rotate", Strategy.Approver, new { why = "of a test", public_key = to });
            return answer.StatusCode;
        }

        Assert.That(await RotateAsync(publicKey), Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(Ends(keyId), Is.EqualTo(new string?[] { null }));

        Assert.That(await RotateAsync(PublicKey(2)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Ends(keyId).Select(end => end is null), Is.EqualTo(new[] { false, true }));
    }

    private static string PublicKey(byte of)
    {
        var publicKey = new byte[32];
        Ed25519.GeneratePublicKey([of, .. new byte[31]], 0, publicKey, 0);
        return $"whpk_{Convert.ToBase64String(publicKey)}";
    }

    private IReadOnlyList<string?> Ends(string keyId) => pipeline.Store.Read(session => session.Query<string?>("SELECT valid_until FROM access_keys WHERE key_id = @keyId ORDER BY version", new { keyId }));

    [Test]
    public async Task A_row_that_somebody_changed_in_the_store_opens_nothing()
    {
        var key = await Strategy.CreateAsync(pipeline, "insider", scopes: ["read"]);
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE access_keys SET scopes = 'submit cancel read' WHERE key_id = @KeyId", new { key.KeyId }));

        await IsRefusedAsync(key.Intent("insider", Intents.Buy("insider")), 401, "key-broken");
    }

    [TestCase("Forwarded", "for=203.0.113.7")]
    [TestCase("Via", "1.1 proxy")]
    [TestCase("X-Forwarded-For", "203.0.113.7")]
    [TestCase("X-Forwarded-Host", "trade.example")]
    [TestCase("X-Forwarded-Proto", "https")]
    [TestCase("X-Real-IP", "203.0.113.7")]
    public async Task A_token_of_a_strategy_is_taken_over_the_loopback_alone(string header, string value)
    {
        var bearer = await Strategy.CreateAsync(pipeline, "bearer", "bearer");
        HttpRequestMessage Request(string id)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/intents") { Content = new StringContent(Intents.Buy(id)) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Secret);
            return request;
        }

        await TakenAsync(Request("near"));
        var passedOn = Request("far");
        passedOn.Headers.Add(header, value);
        await IsRefusedAsync(passedOn, 403, "bearer-not-here");
    }

    [TestCase("/v1/orders")]
    [TestCase("/v1/breaks")]
    [TestCase("/v1/keys")]
    [TestCase("/metrics")]
    public async Task Without_credentials_nothing_is_shown_and_a_viewer_may_look(string path)
    {
        await IsRefusedAsync(new HttpRequestMessage(HttpMethod.Get, path), 401, "credentials-missing");

        Assert.That((int)(await Strategy.AskAsync(pipeline, HttpMethod.Get, path, Strategy.Viewer)).StatusCode, Is.EqualTo(200));
    }

    [TestCase("PUT", "/v1/halts/symbol:NONE", Strategy.Viewer, "operator")]
    [TestCase("POST", "/v1/halts/symbol:NONE/resume", Strategy.Operator, "approver")]
    [TestCase("POST", "/v1/orders/NOBODY/release", Strategy.Operator, "approver")]
    [TestCase("POST", "/v1/strategies/any/promote", Strategy.Operator, "approver")]
    [TestCase("POST", "/v1/keys", Strategy.Operator, "approver")]
    [TestCase("POST", "/v1/intents", Strategy.Approver, "submit")]
    public async Task What_a_role_may_not_names_the_scope_it_lacks(string method, string path, string token, string lacks)
    {
        using var answer = await Strategy.AskAsync(pipeline, new HttpMethod(method), path, token, new { why = "of a test" });
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

        Assert.That((int)answer.StatusCode, Is.EqualTo(403));
        Assert.That((problem.GetProperty("code").GetString(), problem.GetProperty("lacks").GetString()), Is.EqualTo(("scope-missing", lacks)));
    }

    [Test]
    public async Task A_body_beyond_the_cap_is_not_read()
    {
        await IsRefusedAsync(momentum.Intent("large", Intents.Buy("large") + new string(' ', 64 * 1024)), 413, "body-too-large");
        var chunked = momentum.Intent("chunked", Intents.Buy("chunked"));
        chunked.Content = new StringContent(new string(' ', 70_000));
        chunked.Headers.TransferEncodingChunked = true;
        await IsRefusedAsync(chunked, 413, "body-too-large");
    }

    [Test]
    public async Task Whoever_is_not_let_in_is_counted_and_told_once_a_minute()
    {
        for (var i = 0; i < 50; i++)
        {
            await IsRefusedAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/orders"), 401, "credentials-missing");
        }

        await Eventually.Until(() => Task.FromResult(Journal()), journal => journal.Contains("ACCESS_REFUSED", StringComparison.Ordinal), "the alert");
        Assert.That(Journal().Split("ACCESS_REFUSED"), Has.Length.EqualTo(2), "one alert, however many were refused");
        var metrics = await (await Strategy.AskAsync(pipeline, HttpMethod.Get, "/metrics", Strategy.Viewer)).Content.ReadAsStringAsync();
        Assert.That(metrics, Does.Match("pipeline_access_refused_total\\{source=\"http\",code=\"credentials-missing\"\\} [1-9]").And.Contain("pipeline_access_refused_total{source=\"amqp\",code=\"signature-mismatch\"} 0"));
    }

    [Test]
    public async Task Secrets_stand_in_no_answer_but_the_first_and_in_no_log_journal_or_metric()
    {
        var hmac = await Strategy.CreateAsync(pipeline, "secretive");
        var bearer = await Strategy.CreateAsync(pipeline, "secretive", "bearer");
        await TakenAsync(hmac.Intent("secret", Intents.Buy("secret")));
        await Strategy.AskAsync(pipeline, HttpMethod.Get, "/v1/orders", bearer.Secret);
        await Strategy.AskAsync(pipeline, HttpMethod.Get, "/v1/orders", bearer.Secret[..^2]);
        await Strategy.AskAsync(pipeline, HttpMethod.Get, "/v1/breaks", "a token that is nobody's");

        var keys = await (await Strategy.AskAsync(pipeline, HttpMethod.Get, "/v1/keys", Strategy.Viewer)).Content.ReadAsStringAsync();
        var metrics = await (await Strategy.AskAsync(pipeline, HttpMethod.Get, "/metrics", Strategy.Viewer)).Content.ReadAsStringAsync();
        var logs = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(folder.File("data"), "logs")))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            logs.Append(await reader.ReadToEndAsync());
        }

        Assert.That(keys, Does.Contain(hmac.KeyId), "the test looks where keys are told of");
        Assert.That(logs.ToString(), Does.Contain("secretive").Or.Contain("taken over"), "the test looks where there are logs");
        foreach (var secret in new[] { hmac.Secret, hmac.Secret["whsec_".Length..], bearer.Secret, bearer.Secret[..^2], Strategy.Approver, Strategy.Viewer, "a token that is nobody's", await File.ReadAllTextAsync(folder.File("master-key")) })
        {
            foreach (var (place, text) in new[] { ("keys", keys), ("metrics", metrics), ("journal", Journal()), ("logs", logs.ToString()), ("store", await StoreBytesAsync()) })
            {
                Assert.That(text, Does.Not.Contain(secret), place);
            }
        }
    }

    private async Task<string> StoreBytesAsync()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(folder.File("data"), "pipeline.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            text.Append(Encoding.Latin1.GetString(bytes));
        }

        return text.ToString();
    }

    private List<string> Told(string code, string scope) =>
        [.. pipeline.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind = 'AlertRaised' AND json_extract(data, '$.code') = @code AND json_extract(data, '$.scope') = @scope ORDER BY seq", new { code, scope }))];

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;

    private async Task<JsonElement> ToolAsync(string id, string body)
    {
        using var request = momentum.Signed(HttpMethod.Post, "/mcp", id, body);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Accept", "application/json, text/event-stream");
        using var answer = await pipeline.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var data = text.Split('\n').FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?["data: ".Length..] ?? text;
        return JsonElement.Parse(data).GetProperty("result").GetProperty("structuredContent");
    }

    /// <summary>Bytes as no library would send them, and what is answered.</summary>
    private async Task<string> ByHandAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(pipeline.Http.BaseAddress!.Host, pipeline.Http.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }

    private string Journal() => string.Join('\n', pipeline.Store.Read(session => session.Query<string>("SELECT kind || ' ' || data FROM journal ORDER BY seq")));

    private async Task<JsonElement> TakenAsync(HttpRequestMessage request)
    {
        using var answer = await pipeline.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(202), text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<JsonElement> JsonOf(HttpRequestMessage request)
    {
        using var answer = await pipeline.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<JsonElement> IsRefusedAsync(HttpRequestMessage request, int status, string code)
    {
        using var answer = await pipeline.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((status, "application/problem+json")), text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code), text);
        return problem;
    }
}
