using ModelContextProtocol.Client;
using NUnit.Framework;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Pipeline.Workers.Tests.Access;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Agent;

/// <summary>The agent's command line and tools where everybody must say who they are.</summary>
public sealed class AgentCredentialTests
{
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;
    private Strategy signer = null!;
    private Strategy bearer = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(folder.Path, Strategy.Settings(folder));
        signer = await Strategy.CreateAsync(pipeline, "momentum");
        bearer = await Strategy.CreateAsync(pipeline, "drift", "bearer");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task Everything_an_agent_does_is_signed_with_its_key()
    {
        var submitted = await SignedAsync(signer, Intents.Buy("signed", "\"order_type\":\"limit\",\"limit_price\":170.25", qty: 41), "submit", "-", "--wait", "60", "--for", "decided");
        var id = submitted.Report.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;

        Assert.That(submitted.ExitCode, Is.Zero, submitted.Error);
        Assert.That((await SignedAsync(signer, Intents.Buy("asked", symbol: "SIGNA"), "check", "-")).ExitCode, Is.Zero);
        Assert.That((await SignedAsync(signer, "", "status", id)).Report.GetProperty("orders")[0].GetProperty("strategy_id").GetString(), Is.EqualTo("momentum"));
        Assert.That((await SignedAsync(signer, "", "list", "--symbol", "AAPL", "--portfolio", "core")).Order, Is.EqualTo(id));
        Assert.That((await SignedAsync(signer, "", "brief")).Report.GetProperty("answer").GetProperty("strategy_id").GetString(), Is.EqualTo("momentum"));
        Assert.That((await SignedAsync(signer, "", "cancel", id, "--reason", "a better & other idea")).ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_signed_plan_in_other_words_is_the_same_order()
    {
        var first = await SignedAsync(signer, Intents.Buy("worded", symbol: "SIGNB"), "submit", "-");
        var second = await SignedAsync(signer, Intents.Buy("worded", symbol: "SIGNB").Replace("Earnings", "Other", StringComparison.Ordinal), "submit", "-");
        var other = await SignedAsync(signer, Intents.Buy("worded", symbol: "SIGNB", qty: 11), "submit", "-");

        Assert.That((first.ExitCode, second.ExitCode, other.ExitCode), Is.EqualTo((0, 3, 4)), second.Error);
        Assert.That(second.Order, Is.EqualTo(first.Order));
    }

    [Test]
    public async Task A_signed_intent_must_name_its_plan()
    {
        var nameless = Intents.Buy("x", symbol: "SIGNC").Replace("\"rebalance_id\":\"x\",", "", StringComparison.Ordinal);

        Assert.That((await SignedAsync(signer, nameless, "submit", "-")).Error, Does.Contain("There is no rebalance_id in the intent"));
        Assert.That((await SignedAsync(signer, nameless, "submit", "-", "--idempotency-key", "plan-c")).ExitCode, Is.Zero);
        Assert.That((await SignedAsync(signer, nameless, "submit", "-", "--idempotency-key", "plan-c")).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task Credentials_that_are_not_taken_end_with_1_and_what_to_do()
    {
        var wrong = await RunAsync(new() { ["PIPELINE_INTENT_KEY_ID"] = signer.KeyId, ["PIPELINE_INTENT_SECRET"] = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }, "", "list");
        var none = await RunAsync([], "", "list");
        var half = await RunAsync(new() { ["PIPELINE_INTENT_KEY_ID"] = signer.KeyId }, "", "list");

        Assert.That((wrong.ExitCode, none.ExitCode, half.ExitCode), Is.EqualTo((1, 1, 1)));
        Assert.That(wrong.Said("next"), Does.Contain("Trying again can't help"));
        Assert.That(half.Error, Does.Contain("belong together"));
    }

    [TestCase("whsk_", "variable")]
    [TestCase("whsk_", "file")]
    [TestCase("pem", "file")]
    public async Task An_Ed25519_key_signs_from_a_variable_or_a_file(string form, string where)
    {
        var privateKey = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        var publicKey = new byte[32];
        Ed25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
        var holder = await Strategy.OfPublicKeyAsync(pipeline, "curve", $"whpk_{Convert.ToBase64String(publicKey)}");
        var text = form == "pem"
            ? $"-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. privateKey])}\n-----END PRIVATE KEY-----\n"
            : $"whsk_{Convert.ToBase64String(privateKey)}";
        var variables = new Dictionary<string, string> { ["PIPELINE_INTENT_KEY_ID"] = holder };
        if (where == "file")
        {
            Strategy.WriteFor(UnixFileMode.UserRead | UnixFileMode.UserWrite, folder.File("curve"), text);
        }

        variables[where == "file" ? "PIPELINE_INTENT_KEY_FILE" : "PIPELINE_INTENT_SECRET"] = where == "file" ? folder.File("curve") : text;
        var submitted = await RunAsync(variables, Intents.Buy($"curve-{form}-{where}", symbol: "SIGNK"), "submit", "-");

        Assert.That(submitted.ExitCode, Is.Zero, submitted.Error);
        Assert.That((await RunAsync(variables, "", "status", submitted.Order)).Report.GetProperty("orders")[0].GetProperty("strategy_id").GetString(), Is.EqualTo("curve"));
    }

    [Test]
    public async Task A_key_file_that_others_can_read_that_is_not_there_or_that_holds_no_key_is_named()
    {
        Strategy.WriteFor(UnixFileMode.UserRead | UnixFileMode.OtherRead, folder.File("open"), "whsec_AAAA");
        Strategy.WriteFor(UnixFileMode.UserRead, folder.File("rsa"), "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----");
        Task<IntentctlRun> With(string file) => RunAsync(new() { ["PIPELINE_INTENT_KEY_ID"] = "k", ["PIPELINE_INTENT_KEY_FILE"] = file }, "", "list");

        var (open, gone, other) = (await With(folder.File("open")), await With(folder.File("gone")), await With(folder.File("rsa")));

        Assert.That((open.ExitCode, gone.ExitCode, other.ExitCode), Is.EqualTo((1, 1, 1)));
        Assert.That(open.Error, Does.Contain("others can read").And.Contain("chmod 600"));
        Assert.That(gone.Error, Does.Contain("PIPELINE_INTENT_KEY_FILE").And.Contain("gone"));
        Assert.That(other.Error, Does.Contain("is no Ed25519 key"));
    }

    [Test]
    public async Task A_key_that_may_only_submit_is_told_what_it_lacks()
    {
        var submitOnly = await Strategy.CreateAsync(pipeline, "narrow", scopes: ["submit"]);

        Assert.That((await SignedAsync(submitOnly, Intents.Buy("narrow", symbol: "SIGND"), "submit", "-")).ExitCode, Is.Zero);
        var list = await SignedAsync(submitOnly, "", "list");
        Assert.That((list.ExitCode, list.Error.Contains("read", StringComparison.Ordinal)), Is.EqualTo((1, true)), list.Error);
    }

    [Test]
    public async Task Another_strategys_orders_are_not_there_to_look_at_or_to_cancel()
    {
        var id = (await SignedAsync(signer, Intents.Buy("private", symbol: "SIGNE"), "submit", "-")).Order;

        Assert.That((await TokenAsync("", "status", id)).ExitCode, Is.EqualTo(1));
        Assert.That((await TokenAsync("", "cancel", id)).ExitCode, Is.EqualTo(1));
        Assert.That((await TokenAsync("", "list", "--symbol", "SIGNE")).Report.GetProperty("orders").GetArrayLength(), Is.Zero);
        Assert.That((await TokenAsync(Intents.Buy("stolen", symbol: "SIGNF").Insert(1, "\"strategy_id\":\"momentum\","), "submit", "-")).ExitCode, Is.EqualTo(1), "nor can one submit in its name");
    }

    [Test]
    public async Task Tools_are_called_with_the_strategys_token_and_see_what_is_its_own()
    {
        var theirs = (await SignedAsync(signer, Intents.Buy("not-mine", symbol: "SIGNG"), "submit", "-")).Order;
        await using var client = await ClientAsync(bearer);

        var mine = await CallAsync(client, "submit_intent", Intents.Buy("mine", symbol: "SIGNH"));
        var stolen = await CallAsync(client, "submit_intent", Intents.Buy("stolen", symbol: "SIGNI").Insert(1, "\"strategy_id\":\"momentum\","));
        var brief = await client.CallToolAsync("incident_brief");
        var status = await client.CallToolAsync("order_status", new Dictionary<string, object?> { ["id"] = theirs });
        var list = await client.CallToolAsync("list_orders");

        Assert.That(Outcome(mine), Is.EqualTo("ok"));
        Assert.That((Outcome(stolen), Outcome(status)), Is.EqualTo(("invalid", "invalid")));
        Assert.That(brief.StructuredContent!.Value.GetProperty("answer").GetProperty("strategy_id").GetString(), Is.EqualTo("drift"));
        Assert.That(list.StructuredContent!.Value.GetProperty("answer").GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("strategy_id").GetString()), Has.All.EqualTo("drift").And.Not.Empty);
    }

    [Test]
    public async Task A_key_that_may_only_read_can_call_no_tool_that_submits()
    {
        await using var client = await ClientAsync(await Strategy.CreateAsync(pipeline, "looker", "bearer", ["read"]));

        var refused = await CallAsync(client, "submit_intent", Intents.Buy("looker", symbol: "SIGNJ"));

        Assert.That((Outcome(refused), refused.StructuredContent!.Value.GetProperty("answer").GetProperty("lacks").GetString()), Is.EqualTo(("invalid", "submit")));
        Assert.That(Outcome(await client.CallToolAsync("list_orders")), Is.EqualTo("ok"));
    }

    [Test]
    public void Nobody_without_credentials_calls_a_tool() =>
        Assert.That(async () => await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(pipeline.Http.BaseAddress!, "mcp"), TransportMode = HttpTransportMode.StreamableHttp })), Throws.InstanceOf<HttpRequestException>().With.Message.Contains("401"));

    private static string Outcome(ModelContextProtocol.Protocol.CallToolResult result) => result.StructuredContent!.Value.GetProperty("outcome").GetString()!;

    private static async Task<ModelContextProtocol.Protocol.CallToolResult> CallAsync(McpClient client, string tool, string intent) =>
        await client.CallToolAsync(tool, new Dictionary<string, object?> { ["intent"] = System.Text.Json.JsonElement.Parse(intent) });

    private Task<McpClient> ClientAsync(Strategy strategy) => McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(pipeline.Http.BaseAddress!, "mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {strategy.Secret}" },
    }));

    private Task<IntentctlRun> SignedAsync(Strategy strategy, string input, params string[] arguments) =>
        RunAsync(new() { ["PIPELINE_INTENT_KEY_ID"] = strategy.KeyId, ["PIPELINE_INTENT_SECRET"] = strategy.Secret }, input, arguments);

    private Task<IntentctlRun> TokenAsync(string input, params string[] arguments) => RunAsync(new() { ["PIPELINE_INTENT_TOKEN"] = bearer.Secret }, input, arguments);

    private Task<IntentctlRun> RunAsync(Dictionary<string, string> variables, string input, params string[] arguments)
    {
        variables["PIPELINE_URL"] = pipeline.Http.BaseAddress!.ToString();
        return IntentctlRun.OfAsync(variables, input, [.. arguments, "--timeout", "30"]);
    }
}
