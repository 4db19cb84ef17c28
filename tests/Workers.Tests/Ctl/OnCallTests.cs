using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Ctl;
using Pipeline.Pipelinectl.Commands;
using Pipeline.Pipelinectl.Screens;
using Pipeline.Store;
using Pipeline.Trading.Orders;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary>What whoever is on call can find out and do from a terminal, over a process that runs. No test looks at another's orders.</summary>
public sealed class OnCallTests
{
    private const string Token = "a-token-that-alice-keeps";
    private const string BobsToken = "a-token-that-bob-keeps";

    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    private Uri Url => pipeline.Http.BaseAddress!;

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
    public async Task An_order_is_told_from_its_intent_to_its_fill_with_what_each_check_saw()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("told", symbol: "TOLD"))).Single();
        await pipeline.OrderUntilAsync(id, "done");

        var story = await CtlRun.OfAsync(Url, null, "order", "show", id);

        Assert.That((story.ExitCode, story.Error), Is.EqualTo((0, "")));
        Assert.That(story.Output, Does.StartWith("buy 10 TOLD market day: filled, 10 of 10 filled at "));
        Tells(story.Output, "Intent received by http", "Earnings drift", "Proposed: buy 10 TOLD", "Passed all", "MAX_ORDER_QTY", "limit=", "saw    quote=(", "Market XNYS is open", "Granted attempt 1 (fencing");
        Assert.That(story.Output, Does.Contain("Venue took attempt 1 as order paper-").And.Contain("Fill of 10 at ").And.Contain("now filled, 10 filled at "));
        Assert.That(story.Output, Does.Match(@"2026-03-02 15:0\d:\d\d\.\d{3}  Mon 10:0\d:\d\d\.\d{3} EST  intake "), "UTC, and the exchange's clock");
    }

    [Test]
    public async Task Without_an_id_it_says_that_one_is_wanted([Values("show", "cancel")] string act)
    {
        var run = await CtlRun.OfAsync(Url, Token, [ "order", act, "", .. act == "show" ? Array.Empty<string>() : ["--why", "so"]]);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain("The ID is empty: name an order by its ClOrdId"));
    }

    [Test]
    public async Task A_held_order_says_what_to_do_and_its_story_who_did_it()
    {
        await pipeline.TakenAsync(Intents.Buy("first", symbol: "WAITS"));
        var id = (await pipeline.TakenAsync(Intents.Buy("second", symbol: "WAITS"))).Single();
        await pipeline.OrderUntilAsync(id, "held");
        Assert.That((await CtlRun.OfAsync(Url, null, "order", "show", id)).Output, Does.Contain("HOLDS  DUPLICATE_SUSPECT").And.Contain($"pipelinectl order release {id} --code DUPLICATE_SUSPECT --why"));

        var release = await CtlRun.OfAsync(Url, Token, "order", "release", id, "--why", "meant so");
        await pipeline.OrderUntilAsync(id, "done");

        Assert.That((release.ExitCode, release.Output), Is.EqualTo((0, $"buy 10 WAITS market day: Released in pass 2, DUPLICATE_SUSPECT waived; every other check runs again.\nSee: pipelinectl order show {id}\n")));
        Assert.That((await CtlRun.OfAsync(Url, null, "order", "show", id)).Output, Does.Contain("Released from hold by alice (meant so)").And.Contain("waived_by=alice"));

        var again = await CtlRun.OfAsync(Url, Token, "order", "release", id, "--why", "meant so");
        Assert.That((again.ExitCode, again.Error), Is.EqualTo((5, "pipelinectl: Nothing was done: The act does not fit: The order is filled, not held.\n")));
    }

    [Test]
    public async Task An_order_is_canceled_by_the_id_the_venue_gave_it()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("cancel", "\"order_type\":\"limit\",\"limit_price\":180", symbol: "IBM"))).Single();
        await pipeline.OrderUntilAsync(id, "working");
        var orderId = (await Eventually.Until(() => pipeline.GetAsync($"/v1/orders/{id}"), order => order.TryGetProperty("order_id", out _), "the venue's id is booked")).GetProperty("order_id").GetString()!;

        var cancel = await CtlRun.OfAsync(Url, Token, "order", "cancel", orderId, "--why", "agent asked by phone");
        await pipeline.OrderUntilAsync(id, "done");

        Assert.That(cancel.ExitCode, Is.Zero, cancel.Error);
        Tells((await CtlRun.OfAsync(Url, null, "order", "show", orderId)).Output, $"ClOrdId   {id}", "Cancel asked for by alice (agent asked by phone)", "Venue reports canceled");
    }

    [TestCase("symbol:HALTED")]
    [TestCase("symbol:BTC/USD")]
    public async Task A_scope_is_halted_and_goes_on(string scope)
    {
        Assert.That((await CtlRun.OfAsync(Url, Token, "halt", scope, "--why", "wrong prices")).Output, Does.StartWith($"{scope} is halted: nothing in it is sent."));
        Assert.That((await CtlRun.OfAsync(Url, null, "halts")).Output, Does.Match($"{scope} +all +alice +wrong prices +two operators"));
        Assert.That((await CtlRun.OfAsync(Url, Token, "resume", scope, "--why", "prices are right")).Output, Does.StartWith($"{scope} is still halted: another operator must release it too by "));
        Assert.That((await CtlRun.OfAsync(Url, null, "halts")).Output, Does.Contain("alice wants it"));
        Assert.That((await CtlRun.OfAsync(Url, Token, "resume", scope, "--why", "at last")) is { ExitCode: 5, Error: var same } && same.Contains("another operator must release"), Is.True);
        Assert.That((await CtlRun.OfAsync(Url, BobsToken, "resume", scope, "--why", "they are")).Output, Does.StartWith($"{scope} is no longer halted."));
        Assert.That((await CtlRun.OfAsync(Url, null, "halts")).Output, Does.Not.Contain(scope));
    }

    [Test]
    public async Task A_halt_says_what_it_stops_and_what_it_cancels()
    {
        var halt = await CtlRun.OfAsync(Url, Token, "halt", "symbol:CAUTION", "--reduce-only", "--cancel-open", "--why", "corporate action");

        Assert.That(halt.Output, Does.StartWith("symbol:CAUTION is halted: only what makes a position smaller is sent in it; what is open in it is being canceled."));
        Assert.That((await CtlRun.OfAsync(Url, null, "halts")).Output, Does.Match("symbol:CAUTION +all but reducing, cancels +alice"));
    }

    [Test]
    public async Task A_strategy_is_promoted_by_name_and_made_paper_only_again()
    {
        Assert.That((await CtlRun.OfAsync(Url, Token, "strategies", "promote", "careful", "--why", "a month on paper")).Output, Does.StartWith("careful may trade at other venues than paper."));
        Assert.That((await CtlRun.OfAsync(Url, null, "strategies", "list")).Output, Does.Match("careful +alice +a month on paper"));
        Assert.That((await CtlRun.OfAsync(Url, BobsToken, "strategies", "promote", "careful", "--why", "x")).Error, Does.Contain("promoted already, by alice"));
        Assert.That((await CtlRun.OfAsync(Url, Token, "strategies", "demote", "careful", "--why", "drawdown")).ExitCode, Is.Zero);
        Assert.That((await CtlRun.OfAsync(Url, Token, "strategies", "demote", "careful", "--why", "x")).ExitCode, Is.EqualTo(4));
    }

    [Test]
    public async Task Orders_are_listed_the_newest_first_page_by_page()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.AddRange(await pipeline.TakenAsync(Intents.Buy($"list{i}", symbol: "LIST", qty: 10 + i)));
        }

        var list = await CtlRun.OfAsync(Url, null, "order", "list", "--symbol", "LIST", "--limit", "2", "--json");
        var text = await CtlRun.OfAsync(Url, null, "order", "list", "--symbol", "LIST", "--limit", "2");

        Assert.That(JsonSerializer.Deserialize<JsonElement>(list.Output).EnumerateArray().Select(order => order.GetProperty("cl_ord_id").GetString()), Is.EqualTo(new[] { ids[2], ids[1] }));
        Tells(text.Output, ids[2], ids[1], "2 orders; there are more: raise --limit or narrow the list");
        Assert.That((await CtlRun.OfAsync(Url, null, "order", "list", "--symbol", "NONE")).Output, Is.EqualTo("0 orders\n"));
    }

    [TestCase(4, "no venue has given one the OrderId NOBODY", Token, "order", "show", "NOBODY")]
    [TestCase(4, "symbol:CALM is not halted", Token, "resume", "symbol:CALM", "--why", "x")]
    [TestCase(3, "set PIPELINE_TOKEN", null, "halt", "all", "--why", "x")]
    [TestCase(3, "belongs to none of the pipeline's operators", "wrong", "halt", "all", "--why", "x")]
    [TestCase(6, "write all, venue:NAME, strategy:NAME or symbol:NAME", Token, "halt", "everything", "--why", "x")]
    [TestCase(1, "--why", Token, "halt", "all")]
    [TestCase(1, "--why needs a reason", Token, "halt", "all", "--why", " ")]
    [TestCase(1, "unresolved", Token, "order", "list", "--state", "lost")]
    [TestCase(1, "there is no time zone", Token, "halts", "--zone", "Mars")]
    public async Task What_can_t_be_done_says_why_in_one_line_and_in_its_exit_code(int exitCode, string word, string? token, params string[] arguments)
    {
        var run = await CtlRun.OfAsync(Url, token, arguments);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(run.Error, Does.Contain(word));
    }

    [Test]
    public async Task A_pipeline_that_is_not_there_is_told_with_its_address()
    {
        var run = await CtlRun.OfAsync(new Uri("http://127.0.0.1:1"), null, "halts");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith("pipelinectl: The pipeline at http://127.0.0.1:1/ can't be reached").And.Contain("--url"));
    }

    [Test]
    public async Task The_program_finds_the_pipeline_by_its_variables_and_answers_programs_in_JSON()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("json", symbol: "JSON"))).Single();
        await pipeline.OrderUntilAsync(id, "done");

        var run = await CtlRun.OfProgramAsync(Url, Token, "order", "show", id, "--json");

        var story = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(story.GetProperty("order").GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        Assert.That(story.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64()), Is.Ordered);
    }

    [Test]
    public async Task The_shell_completes_what_may_stand_where_the_cursor_is()
    {
        const string line = "pipelinectl order list --state ";

        Assert.That((await CtlRun.OfAsync(Url, null, "completion", "bash")).Output, Does.Contain("complete -F _pipelinectl pipelinectl"));
        Assert.That((await CtlRun.OfProgramAsync(Url, null, $"[suggest:{line.Length}]", line)).Output, Does.Contain("unresolved").And.Contain("held"));
    }

    [Test]
    public void Its_states_are_the_orders() => Assert.That(OrderListCommand.States, Is.EqualTo(Enum.GetValues<OrderState>().Select(state => Columns.Word(state))));

    [Test]
    public void Foreign_words_do_not_command_the_terminal() => Assert.That(Plain.Of("a\u001b[2Jb\nc\u202Ed"), Is.EqualTo("a\\u001b[2Jb\\u000ac\\u202ed"));

    private static void Tells(string story, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            at = story.IndexOf(part, at, StringComparison.Ordinal);
            Assert.That(at, Is.Not.Negative, $"'{part}' is missing or out of order in\n{story}");
        }
    }
}
