using System.Text.Json;
using NUnit.Framework;
using Pipeline.Intentctl.Commands;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Agent;

/// <summary>What an agent does with its command line, over a process that runs. No test looks at another's plans.</summary>
public sealed class SubmitTests
{
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    private Uri Url => pipeline.Http.BaseAddress!;

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
    public async Task A_plan_in_flags_becomes_one_order_however_often_the_command_runs()
    {
        var first = await RunAsync("submit", Plan("twice", 20));
        var second = await RunAsync("submit", Plan("twice", 20));

        Assert.That((first.ExitCode, first.Said("outcome"), first.Error), Is.EqualTo((0, "ok", "")));
        Assert.That((second.ExitCode, second.Said("outcome")), Is.EqualTo((3, "duplicate")));
        Assert.That(second.Order, Is.EqualTo(first.Order));
        Assert.That((await pipeline.GetAsync("/v1/orders?rebalance_id=twice")).GetArrayLength(), Is.EqualTo(1));
        Assert.That((await pipeline.GetAsync("/v1/orders?rebalance_id=twice"))[0].GetProperty("limit_price").GetRawText(), Is.EqualTo("170.25"));
    }

    [Test]
    public async Task Another_reason_for_the_same_plan_is_a_duplicate_too()
    {
        await RunAsync("submit", Plan("reworded", 21), "--reason", "the model says so");

        Assert.That((await RunAsync("submit", Plan("reworded", 21), "--reason", "in other words")).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task The_same_plan_with_other_terms_is_refused_with_4_and_nothing_of_it_is_recorded()
    {
        await RunAsync("submit", Plan("changed", 22));

        var run = await RunAsync("submit", [.. Plan("changed", 22).Select(word => word == "170.25" ? "170.5" : word)]);

        Assert.That((run.ExitCode, run.Said("outcome")), Is.EqualTo((4, "conflict")));
        Assert.That(run.Error, Does.StartWith("intentctl: A line asks for other terms").And.Contain("new rebalance_id"));
        Assert.That((await pipeline.GetAsync("/v1/orders?rebalance_id=changed"))[0].GetProperty("limit_price").GetDecimal(), Is.EqualTo(170.25m));
    }

    [Test]
    public async Task Without_a_wait_it_says_that_the_plan_is_recorded_and_no_more()
    {
        var run = await RunAsync("submit", Plan("at-once", 23));

        Assert.That(run.Report.GetProperty("answer").GetProperty("orders")[0].GetProperty("state").GetString(), Is.EqualTo("proposed"));
        Assert.That(run.Report.TryGetProperty("waited", out _), Is.False);
    }

    [Test]
    public async Task With_a_wait_it_says_what_it_waited_for_and_what_has_filled()
    {
        var run = await RunAsync("submit", Market("waits", "WAITS"), "--wait", "60");

        var waited = run.Report.GetProperty("waited");
        Assert.That((run.ExitCode, waited.GetProperty("for").GetString(), waited.GetProperty("is_over").GetBoolean()), Is.EqualTo((0, "done", true)));
        Assert.That(run.Report.GetProperty("orders")[0].GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        Assert.That((await RunAsync("submit", Market("waits", "WAITS"), "--wait", "60")).ExitCode, Is.EqualTo(3), "run again it is the same order, done");
    }

    [Test]
    public async Task A_wait_ends_at_its_bound_and_says_so()
    {
        var run = await RunAsync("submit", Plan("bounded", 24), "--wait", "1");

        var waited = run.Report.GetProperty("waited");
        Assert.That((run.ExitCode, waited.GetProperty("is_over").GetBoolean()), Is.EqualTo((0, false)));
        Assert.That(waited.GetProperty("seconds").GetDouble(), Is.GreaterThanOrEqualTo(1));
        Assert.That((await RunAsync("status", [run.Report.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!], "--wait", "60", "--for", "decided")).Report.GetProperty("waited").GetProperty("is_over").GetBoolean(), Is.True);
    }

    [Test]
    public async Task What_a_rule_denies_ends_with_2_when_it_is_waited_for_and_whenever_it_is_looked_at()
    {
        string[] plan = Plan("denied", 25, price: "1.25");

        Assert.That((await RunAsync("check", plan)).ExitCode, Is.EqualTo(2), "a question beforehand says so");
        var waited = await RunAsync("submit", plan, "--wait", "60", "--for", "decided");
        Assert.That((waited.ExitCode, waited.Said("outcome")), Is.EqualTo((2, "rejected")));
        Assert.That(waited.Said("next"), Does.Contain("PRICE_COLLAR").And.Contain("Don't try it again"));
        Assert.That((await RunAsync("submit", plan)).ExitCode, Is.EqualTo(2), "submitting it again is no success");
        Assert.That((await RunAsync("status", ["--rebalance-id", "denied"])).ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task An_order_that_nobody_is_sure_of_ends_with_5_whatever_is_asked_about_it()
    {
        var id = (await RunAsync("submit", Plan("unsure", 26), "--wait", "60", "--for", "decided")).Report.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE order_sagas SET state = @state WHERE cl_ord_id = @id", new { state = nameof(OrderState.Unresolved), id }));

        var status = await RunAsync("status", [id]);

        Assert.That((status.ExitCode, status.Said("outcome")), Is.EqualTo((5, "unknown")));
        Assert.That(status.Said("next"), Does.Contain("Never submit it again"));
        Assert.That((await RunAsync("submit", Plan("unsure", 26))).ExitCode, Is.EqualTo(5), "a duplicate of it is no success");
        Assert.That((await RunAsync("check", Plan("unsure", 26))).ExitCode, Is.EqualTo(5));
        Assert.That((await RunAsync("status", ["--rebalance-id", "unsure"])).ExitCode, Is.EqualTo(5));
    }

    [Test]
    public async Task A_file_and_standard_input_are_sent_byte_for_byte()
    {
        await File.WriteAllTextAsync(folder.File("plan.json"), Intents.Buy("filed", symbol: "FILED"));
        await File.WriteAllBytesAsync(folder.File("broken.json"), [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']);

        Assert.That((await IntentctlRun.OfAsync(Url, "", "submit", folder.File("plan.json"))).ExitCode, Is.Zero);
        Assert.That((await IntentctlRun.OfAsync(Url, Intents.Buy("filed", symbol: "FILED"), "submit", "-")).ExitCode, Is.EqualTo(3));
        Assert.That((await IntentctlRun.OfAsync(Url, "", "submit", folder.File("broken.json"))).Error, Does.Contain("BYTE_ORDER_MARK"), "a mark at the beginning is the pipeline's to refuse");
        Assert.That((await IntentctlRun.OfAsync(Url, new string(' ', 70_000), "submit", "-")).Error, Does.Contain("too large"));
    }

    [TestCase("0.1000000000000000000001")]
    [TestCase("1e28")]
    [TestCase("0.0000000000001")]
    public async Task A_number_reaches_the_parser_as_it_was_typed(string qty)
    {
        var run = await RunAsync("submit", [.. Market("digits", "DIGITS").Select(word => word == "10" ? qty : word)]);

        Assert.That((run.ExitCode, run.Error.Contains("$.orders[0].qty", StringComparison.Ordinal)), Is.EqualTo((1, true)), run.Error);
    }

    [Test]
    public async Task Everything_a_line_can_say_can_be_said_in_flags()
    {
        var run = await RunAsync(
            "submit",
            [
                .. Plan("full", 27), "--leg", "a", "--time-in-force", "gtc", "--max-slippage-bps", "15", "--max-exposure-pct", "20", "--fill-policy", "cancel_remainder_after,after_s=30",
                "--valid-until", "2026-03-02T20:00:00Z", "--reason", "A \"quoted\" word", "--reason-code", "drift", "--strategy-id", "momentum",
            ]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var intent = pipeline.Store.Read(session => session.QueryFirst<string>(
            "SELECT data FROM journal WHERE kind = 'IntentReceived' AND data LIKE '%\"rebalance_id\":\"full\"%'"));
        Assert.That(intent, Does.Contain("momentum").And.Contain("cancel_remainder_after").And.Contain("\"after_s\":30").And.Contain("2026-03-02T20:00:00").And.Contain("drift").And.Contain("quoted"));
    }

    [Test]
    public async Task A_cancel_run_twice_is_a_success_twice()
    {
        var order = (await RunAsync("submit", Plan("taken-back", 28), "--wait", "60", "--for", "decided")).Report.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;

        Assert.That((await RunAsync("cancel", [order], "--reason", "a better idea")).ExitCode, Is.Zero);
        await pipeline.OrderUntilAsync(order, "done");
        var again = await RunAsync("cancel", [order]);

        Assert.That((again.ExitCode, again.Said("outcome")), Is.EqualTo((3, "duplicate")));
        Assert.That((await RunAsync("status", [order])).ExitCode, Is.Zero);
    }

    [Test]
    public async Task What_has_filled_can_not_be_canceled()
    {
        var order = (await RunAsync("submit", Market("too-late", "LATE"), "--wait", "60")).Report.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;

        var run = await RunAsync("cancel", [order]);

        Assert.That((run.ExitCode, run.Said("outcome")), Is.EqualTo((2, "rejected")));
    }

    [Test]
    public async Task Orders_are_listed_the_newest_first()
    {
        await RunAsync("submit", Market("listed-1", "LISTED"));
        await RunAsync("submit", [.. Market("listed-2", "LISTED"), "--leg", "b"]);

        var list = await RunAsync("list", ["--symbol", "LISTED"]);
        var one = await RunAsync("list", ["--symbol", "LISTED", "--limit", "1"]);

        Assert.That(list.Report.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("rebalance_id").GetString()), Is.EqualTo(new[] { "listed-2", "listed-1" }));
        Assert.That((one.ExitCode, one.Report.GetProperty("orders").GetArrayLength(), one.Said("next")), Is.EqualTo((0, 1, "There are more: raise --limit, or narrow the list.")));
        Assert.That((await RunAsync("list", ["--symbol", "NONE"])).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Health_is_told_with_what_is_halted() =>
        Assert.That((await RunAsync("health", [])).Report.GetProperty("answer").GetProperty("checks").GetProperty("store").GetString(), Is.EqualTo("ok"));

    [Test]
    public async Task For_people_there_is_text()
    {
        var order = await RunAsync("submit", Market("people", "PEOPLE"), "--wait", "60", "--table");

        Assert.That(order.Output, Does.StartWith("state  ord_status").And.Match("done +filled +buy 10 PEOPLE market +10 at ").And.Contain("Waited"));
        Assert.That((await RunAsync("status", ["--rebalance-id", "people", "--table"])).Output, Does.Contain("It is over"));
        Assert.That((await RunAsync("submit", Market("people", "PEOPLE"), "--table")).Output, Does.StartWith("known  buy  PEOPLE  done"));
        Assert.That((await RunAsync("health", ["--table"])).Output, Does.StartWith("store: ok"));
        Assert.That((await RunAsync("list", ["--state", "lost", "--table"])), Is.EqualTo(new IntentctlRun(1, "", "x")).Using<IntentctlRun>((a, b) => a.ExitCode == b.ExitCode && a.Output == b.Output), "what goes wrong is said on standard error");
    }

    [Test]
    public async Task The_program_itself_finds_the_pipeline_by_its_variable_and_works_twice_alike()
    {
        var first = await IntentctlRun.OfProgramAsync(Url, null, ["submit", .. Plan("program", 30), "--timeout", "30"]);
        var second = await IntentctlRun.OfProgramAsync(Url, null, ["submit", .. Plan("program", 30), "--timeout", "30"]);
        var piped = await IntentctlRun.OfProgramAsync(Url, Intents.Buy("piped", symbol: "PIPED"), "submit", "-", "--timeout", "30");

        Assert.That((first.ExitCode, second.ExitCode, piped.ExitCode), Is.EqualTo((0, 3, 0)), first.Error + second.Error + piped.Error);
        Assert.That(second.Order, Is.EqualTo(first.Order));
    }

    [Test]
    public async Task The_shell_completes_commands_and_words()
    {
        const string line = "intentctl submit --side ";

        Assert.That((await IntentctlRun.OfProgramAsync(Url, null, "completion", "bash")).Output, Does.Contain("complete -F _intentctl intentctl"));
        Assert.That((await IntentctlRun.OfProgramAsync(Url, null, $"[suggest:{line.Length}]", line)).Output, Does.Contain("buy").And.Contain("sell"));
    }

    [Test]
    public void Its_states_are_the_orders() => Assert.That(ListCommand.States, Is.EqualTo(Enum.GetValues<OrderState>().Select(state => Columns.Word(state))));

    [Test]
    public async Task It_has_no_verb_that_takes_an_agent_past_a_person()
    {
        var help = (await RunAsync("--help", [])).Output;

        Assert.That(help, Does.Contain("submit").And.Contain("brief"));
        foreach (var verb in new[] { "release", "replay", "cancel-all", "resume", "halt", "limits", "promote" })
        {
            Assert.That((await RunAsync(verb, [])).ExitCode, Is.EqualTo(1), verb);
        }
    }

    // It rests at the venue. Each test buys another quantity, so that none is suspected to be another's duplicate.
    private static string[] Plan(string rebalance, int qty, string price = "170.25") =>
        ["--rebalance-id", rebalance, "--portfolio", "core", "--symbol", "AAPL", "--side", "buy", "--qty", $"{qty}", "--order-type", "limit", "--limit-price", price];

    private static string[] Market(string rebalance, string symbol) =>
        ["--rebalance-id", rebalance, "--portfolio", "core", "--symbol", symbol, "--side", "buy", "--qty", "10", "--order-type", "market"];

    private Task<IntentctlRun> RunAsync(string command, string[] arguments, params string[] more) => IntentctlRun.OfAsync(Url, "", [command, .. arguments, .. more]);
}
