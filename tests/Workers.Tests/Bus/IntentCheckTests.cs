using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Rules;
using Pipeline.Workers.Tests.Agent;
using Pipeline.Workers.Tests.Ctl;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What would happen is what happens, and asking changes nothing. No test looks at another's symbols.</summary>
public sealed class IntentCheckTests
{
    private const string Token = "a-token-that-ada-keeps";

    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    private Uri Url => pipeline.Http.BaseAddress!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        File.WriteAllText(
            folder.File("limits.json"),
            """
            {
              "global": {"max_order_qty": 500, "max_symbol_gross": 1000000000, "duplicate_window_s": 0, "self_cross": false},
              "symbols": {"ONEADAY": {"max_orders_per_day": 1}, "OFTEN": {"max_repeats_per_minute": 1}}
            }
            """);
        pipeline = await RunningPipeline.StartAsync(
            folder.File("data"), ("--limits", folder.File("limits.json")), ("--limits-interval", "100ms"),
            ("--operator-tokens", $"ada={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task An_order_that_would_pass_has_every_rule_its_session_and_is_nowhere_afterwards()
    {
        var before = Rows();

        var answer = await CheckAsync(Intents.Buy("would-pass", symbol: "PASS"));

        var line = answer.GetProperty("orders")[0];
        Assert.That((Text(line, "outcome"), Text(line, "symbol"), answer.GetProperty("is_taken").GetBoolean()), Is.EqualTo(("accept", "PASS", true)));
        Assert.That(line.GetProperty("rules").EnumerateArray().Select(rule => Text(rule, "code")), Is.EqualTo(RuleBook.All.Select(rule => rule.Code)));
        Assert.That(line.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("passed").GetBoolean()), Has.All.True);
        Assert.That((Text(line.GetProperty("session"), "market"), Text(line.GetProperty("session"), "status")), Is.EqualTo(("XNYS", "open")));
        Assert.That(Rows(), Is.EqualTo(before), "nothing is recorded");
        Assert.That((int)(await pipeline.Http.GetAsync($"/v1/orders/{Text(line, "cl_ord_id")}")).StatusCode, Is.EqualTo(404));
        Assert.That(await pipeline.TakenAsync(Intents.Buy("would-pass", symbol: "PASS")), Is.EqualTo(new[] { Text(line, "cl_ord_id") }), "the id is the one that it would have");
    }

    [Test]
    public async Task What_would_be_denied_is_told_with_every_failure_and_the_order_is_denied_so()
    {
        var intent = Intents.Buy("too-large", "\"order_type\":\"limit\",\"limit_price\":9999.999", "LARGE", 501);

        var line = (await CheckAsync(intent)).GetProperty("orders")[0];
        var order = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(intent)).Single(), "done");

        var failed = line.GetProperty("rules").EnumerateArray().Where(rule => !rule.GetProperty("passed").GetBoolean()).Select(rule => Text(rule, "code")).ToList();
        Assert.That(failed, Is.SupersetOf(new[] { "MAX_ORDER_QTY", "PRICE_COLLAR", "TICK_SIZE" }));
        Assert.That((Text(line, "outcome"), Text(line, "code")), Is.EqualTo(("deny", Text(order, "code"))));
        Assert.That(failed, Has.All.Matches<string>(code => Text(order, "detail").Contains($"{code}: ", StringComparison.Ordinal)));
    }

    [Test]
    public async Task The_lines_of_an_intent_are_counted_together()
    {
        var answer = await CheckAsync(Lines("together", ("TOGETHER", "buy", "first", 450), ("TOGETHER", "buy", "second", 450), ("ONEADAY", "buy", "first", 1), ("ONEADAY", "buy", "second", 1)));

        var lines = answer.GetProperty("orders").EnumerateArray().ToList();
        Assert.That(lines.Select(line => Text(line, "outcome")), Is.EqualTo(new[] { "accept", "accept", "accept", "deny" }));
        Assert.That(Text(lines[3], "code"), Is.EqualTo("MAX_ORDERS_PER_DAY"));
        Assert.That(Text(lines[1].GetProperty("rules").EnumerateArray().Single(rule => Text(rule, "code") == "MAX_SYMBOL_GROSS"), "detail"), Does.StartWith("qty_after=900"));
    }

    [Test]
    public async Task A_line_that_would_meet_another_of_its_intent_is_told()
    {
        var answer = await CheckAsync(Lines("crossing", ("CROSSING", "buy", "a", 1), ("CROSSING", "sell", "b", 1)));

        Assert.That(answer.GetProperty("orders").EnumerateArray().Select(line => Text(line, "code")), Is.EqualTo(new[] { "", "SELF_CROSS" }));
    }

    [Test]
    public async Task A_line_that_is_known_is_told_as_the_earlier_order_and_other_terms_as_a_conflict()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("known", symbol: "KNOWN"))).Single();
        await pipeline.OrderUntilAsync(id, "done");

        var same = await CheckAsync(Intents.Buy("known", symbol: "KNOWN"));
        var other = await CheckAsync(Intents.Buy("known", symbol: "KNOWN", qty: 11));

        Assert.That((Text(same.GetProperty("orders")[0], "outcome"), Text(same.GetProperty("orders")[0].GetProperty("known"), "state")), Is.EqualTo(("duplicate", "done")));
        Assert.That((Text(other.GetProperty("orders")[0], "outcome"), other.GetProperty("is_taken").GetBoolean()), Is.EqualTo(("conflict", false)));
        Assert.That(other.GetProperty("orders")[0].GetProperty("known_terms").GetProperty("qty").GetDecimal(), Is.EqualTo(10));
        Assert.That(pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM journal WHERE kind = 'IntentConflict'")), Is.Zero, "a question is no conflict");
    }

    [TestCase("{")]
    [TestCase("""{"portfolio":"core","orders":[]}""")]
    [TestCase("""{"portfolio":"core","rebalance_id":"r","valid_until":"2020-01-01T00:00:00Z","orders":[{"symbol":"A","side":"buy","qty":1,"order_type":"market"}]}""")]
    public async Task What_is_no_intent_is_refused_as_where_it_is_published(string json)
    {
        var (check, publish) = (await PostAsync(json), await pipeline.PostAsync(json));

        Assert.That((int)check.StatusCode, Is.EqualTo(400).And.EqualTo((int)publish.StatusCode));
        Assert.That(Errors(await check.Content.ReadAsStringAsync()), Is.EqualTo(Errors(await publish.Content.ReadAsStringAsync())));
    }

    [Test]
    public async Task A_halt_is_told()
    {
        await CtlRun.OfAsync(Url, Token, "halt", "symbol:HALTED", "--why", "test");

        var line = (await CheckAsync(Intents.Buy("halted", symbol: "HALTED"))).GetProperty("orders")[0];

        Assert.That((Text(line, "outcome"), Text(line, "code")), Is.EqualTo(("deny", "HALTED")));
    }

    [Test]
    public async Task A_strategy_that_is_shut_out_is_let_in_from_a_terminal()
    {
        await pipeline.TakenAsync(Intents.Buy("often-1", symbol: "OFTEN"));
        var id = (await pipeline.TakenAsync(Intents.Buy("often-2", symbol: "OFTEN"))).Single();
        Assert.That(Text(await pipeline.OrderUntilAsync(id, "done"), "code"), Is.EqualTo("REPEATED_EXECUTION"));

        var list = await CtlRun.OfAsync(Url, null, "throttles", "list");
        Assert.That(list.Output, Does.Contain("OFTEN").And.Contain(id));
        var throttle = pipeline.Store.Read(ThrottleTable.AllShut).Single().Id;
        Assert.That((await CtlRun.OfAsync(Url, Token, "throttles", "open", $"{throttle}", "--why", "looked")).ExitCode, Is.Zero);
        Assert.That((await CtlRun.OfAsync(Url, Token, "throttles", "open", $"{throttle}", "--why", "again")).ExitCode, Is.EqualTo(5));
        Assert.That((await CtlRun.OfAsync(Url, Token, "throttles", "open", "98765", "--why", "none")).ExitCode, Is.EqualTo(4));
        Assert.That((await CtlRun.OfAsync(Url, null, "throttles", "list")).Output, Does.Contain("Nobody is shut out"));
    }

    [Test]
    public async Task A_file_that_is_written_anew_judges_the_next_question()
    {
        var file = folder.File("limits.json");
        var before = File.ReadAllText(file);
        File.WriteAllText(file, before.Replace("\"symbols\": {", "\"symbols\": {\"RELOAD\": {\"max_order_qty\": 5}, ", StringComparison.Ordinal));

        await Eventually.Until(
            () => CheckAsync(Intents.Buy("reload", symbol: "RELOAD")), answer => Text(answer.GetProperty("orders")[0], "code") == "MAX_ORDER_QTY", "the file is in force");
        Assert.That(pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM journal WHERE kind = 'LimitsChanged'")), Is.EqualTo(2), "the start's, and this one");
    }

    [Test]
    public async Task From_a_command_line_the_answer_is_JSON_or_a_table_and_the_exit_code_is_what_submitting_would_come_to()
    {
        var good = await IntentctlRun.OfAsync(Url, Intents.Buy("ctl", symbol: "CTL"), "check", "-");
        var bad = await IntentctlRun.OfAsync(Url, Intents.Buy("ctl", symbol: "CTL", qty: 501), "check", "-", "--table");
        var none = await IntentctlRun.OfAsync(Url, "{", "check", "-");

        Assert.That((good.ExitCode, good.Report.GetProperty("answer").GetProperty("orders")[0].GetProperty("outcome").GetString()), Is.EqualTo((0, "accept")));
        Assert.That(bad.ExitCode, Is.EqualTo(2));
        Assert.That(bad.Output, Does.StartWith("deny: buy 501 CTL, MAX_ORDER_QTY").And.Contain("FAILS").And.Contain("XNYS is open"));
        Assert.That(none.ExitCode, Is.EqualTo(1));
        Assert.That(none.Error, Does.StartWith("intentctl: "));

        await pipeline.TakenAsync(Intents.Buy("ctl", symbol: "CTL"));
        Assert.That((await IntentctlRun.OfAsync(Url, Intents.Buy("ctl", symbol: "CTL"), "check", "-")).ExitCode, Is.EqualTo(3), "known");
        Assert.That((await IntentctlRun.OfAsync(Url, Intents.Buy("ctl", symbol: "CTL", qty: 11), "check", "-")).ExitCode, Is.EqualTo(4), "other terms");
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Errors(string problem) => JsonSerializer.Deserialize<JsonElement>(problem).GetProperty("errors").ToString()[..40];

    private static string Lines(string rebalance, params (string Symbol, string Side, string Leg, int Qty)[] lines) => JsonSerializer.Serialize(new
    {
        rebalance_id = rebalance, portfolio = "core",
        orders = lines.Select(line => new { symbol = line.Symbol, side = line.Side, leg = line.Leg, qty = line.Qty, order_type = "market" }),
    });

    private Task<HttpResponseMessage> PostAsync(string json) => pipeline.Http.PostAsync("/v1/intents:check", new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<JsonElement> CheckAsync(string json)
    {
        var response = await PostAsync(json);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private long Rows() => pipeline.Store.Read(session => session.Scalar<long>(
        "SELECT (SELECT count(*) FROM orders WHERE symbol = 'PASS') + (SELECT count(*) FROM intents WHERE rebalance_id = 'would-pass') + (SELECT count(*) FROM exposures WHERE symbol = 'PASS')"));
}
