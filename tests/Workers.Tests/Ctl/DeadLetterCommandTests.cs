using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Pipelinectl.Commands;
using Pipeline.Pipelinectl.Http;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Bus;
using Pipeline.Workers.Tests.DeadLetters;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary><c>pipelinectl dlq</c> and <c>worklist</c> against a process that runs. No test looks at another's symbols.</summary>
public sealed class DeadLetterCommandTests
{
    private const string Token = "a-token-that-ada-keeps";

    private readonly BreakablePrices prices = new();
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    private Uri Url => pipeline.Http.BaseAddress!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(
            folder.Path, new Dictionary<string, string> { ["--operator-tokens"] = $"ada={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}" }, isRestored: false,
            services => services.AddSingleton<IReferencePrices>(prices));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task A_dead_letter_is_listed_shown_dry_run_and_replayed_and_says_by_its_exit_code_whether_it_failed_again()
    {
        var (id, order) = await BrokenAsync("SHOWN");

        Assert.That((await OfAsync("dlq", "list", "--symbol", "SHOWN")).Output, Does.Contain(order).And.Contain("can't be read").And.Contain("1 x"));
        Assert.That((await OfAsync("dlq", "groups")).Output, Does.Contain("validation").And.Contain("quote <n> of SHOWN can't be read"));
        Assert.That((await OfAsync("dlq", "show", id)).Output, Does.Contain("at its bottom").And.Contain($"pipelinectl dlq discard {id}").And.Contain(order));
        Assert.That((await OfAsync("dlq", "replay", id, "--dry-run")).Output, Does.Contain("begins at validation in pass 2").And.Contain("not known: A check breaks over it now"));
        Assert.That((await OfAsync("dlq", "replay", id)).ExitCode, Is.EqualTo(1), "a reason is wanted");
        Assert.That((await OfAsync("dlq", "replay", id, "--why", "again")).ExitCode, Is.EqualTo(7));
        prices.Mend("SHOWN");
        Assert.That((await OfAsync("dlq", "replay", id, "--dry-run")).Output, Does.Contain("checks   accept"));
        var replay = await OfAsync("dlq", "replay", id, "--why", "mended");
        Assert.That((replay.ExitCode, replay.Output), Is.EqualTo((0, replay.Output)), replay.Error);
        Assert.That(replay.Output, Does.Contain("Worked off."));
        Assert.That((await OfAsync("dlq", "history", id)).Output, Does.Contain("failed").And.Contain("ada").And.Contain("mended").And.Contain("worked off"));
        await pipeline.OrderUntilAsync(order, "done");
        Assert.That((await OfAsync("dlq", "replay", id, "--why", "more")).ExitCode, Is.EqualTo(5));
        Assert.That((await OfAsync("dlq", "replay", "98765", "--why", "more")).ExitCode, Is.EqualTo(4));
    }

    [Test]
    public async Task What_came_of_a_replay_is_told_as_JSON_to_who_asks_for_that()
    {
        var (id, _) = await BrokenAsync("ASJSON");
        prices.Mend("ASJSON");

        var replay = await OfAsync("dlq", "replay", id, "--why", "mended", "--json");

        Assert.That(replay.ExitCode, Is.Zero, replay.Error);
        Assert.That(JsonElement.Parse(replay.Output).GetProperty("result").GetString(), Is.EqualTo("done"));
    }

    [Test]
    public async Task A_list_names_the_page_before_only_where_there_is_one()
    {
        var (first, _) = await BrokenAsync("PAGED", 1);
        var (second, _) = await BrokenAsync("PAGED", 2);

        Assert.That((await OfAsync("dlq", "list", "--symbol", "PAGED", "--limit", "1")).Output, Does.Contain($"the same with --before {second}"));
        Assert.That((await OfAsync("dlq", "list", "--symbol", "PAGED", "--limit", "1", "--before", second)).Output, Does.Contain("1 shown, no more before").And.Not.Contain("--before"), first);
        Assert.That((await OfAsync("dlq", "list", "--symbol", "PAGED", "--limit", "2")).Output, Does.Contain("2 shown, no more before"), "a full page may be the last");
        Assert.That((await OfAsync("dlq", "list", "--symbol", "PAGED")).Output, Does.Contain("2 shown, no more before"));
    }

    [Test]
    public async Task A_discard_wants_a_reason_and_can_be_undone()
    {
        var (id, order) = await BrokenAsync("THROWN");

        Assert.That((await OfAsync("dlq", "discard", id)).ExitCode, Is.EqualTo(1));
        Assert.That((await OfAsync("dlq", "discard", id, "--why", "not wanted")).Output, Does.Contain($"pipelinectl order cancel {order}"));
        Assert.That((await OfAsync("dlq", "list", "--symbol", "THROWN")).Output, Does.Contain("No dead letter is like that"));
        Assert.That((await OfAsync("dlq", "undo", id, "--why", "wanted after all")).ExitCode, Is.Zero);
        Assert.That((await OfAsync("dlq", "list", "--symbol", "THROWN", "--json")).Output, Does.Contain("\"open\""));
    }

    [Test]
    public async Task A_group_is_replayed_behind_a_bar_and_a_canary_that_fails_stops_it()
    {
        var group = "";
        for (var i = 0; i < 13; i++)
        {
            await BrokenAsync("GROUPED", i);
        }

        group = pipeline.Store.Read(session => DeadLetterQueries.List(session, new DeadLetterFilter { Symbol = "GROUPED" }, 1))[0].GroupId.ToString();
        Assert.That((await OfAsync("dlq", "replay", "--group", group, "--dry-run")).Output, Does.Contain("13 check again"));
        var failed = await OfAsync("dlq", "replay", "--group", group, "--rate", "500", "--why", "try");
        Assert.That((failed.ExitCode, failed.Error), Is.EqualTo((7, "")));
        Assert.That(failed.Output, Does.Contain("1/13").And.Contain("failed again 1").And.Contain("is paused: 1 of 1 failed again"));

        var run = JsonSerializer.Deserialize<JsonElement>((await OfAsync("dlq", "runs", "list", "--json")).Output)[0].GetProperty("id").GetInt64().ToString();
        Assert.That((await OfAsync("dlq", "runs", "stop", run, "--why", "still broken")).ExitCode, Is.Zero);
        prices.Mend("GROUPED");
        var done = await OfAsync("dlq", "replay", "--group", group, "--rate", "500", "--canary", "true", "--why", "mended");
        Assert.That((done.ExitCode, done.Error), Is.EqualTo((0, "")), done.Output);
        Assert.That(done.Output, Does.Contain("13/13").And.Contain("[##############################]"));
        Assert.That((await OfAsync("dlq", "runs", "list")).Output, Does.Contain("stopped").And.Contain("done"));
    }

    [TestCase(120, 30)]
    [TestCase(80, 5)]
    [TestCase(40, 5)]
    public void The_bar_stays_on_one_line_of_its_window(int window, int widthOfBar)
    {
        var run = JsonSerializer.SerializeToElement(new { id = 7, total = 5_900, replayed = 2_950, passed_over = 0, worked_off = 2_940, failed_again = 1, waiting = 9 });

        var bar = RunWatch.Bar(run, window);

        Assert.That(bar, Has.Length.LessThan(window));
        Assert.That(bar[(bar.IndexOf('[') + 1)..bar.IndexOf(']')], Is.EqualTo(new string('#', widthOfBar / 2) + new string('.', widthOfBar - (widthOfBar / 2))));
        Assert.That(bar, Does.StartWith("run 7 [").And.Contain("] 2950/5900"));
    }

    [Test]
    public async Task A_variable_that_is_not_set_does_not_mean_every_dead_letter()
    {
        var (id, _) = await BrokenAsync("UNSET");

        var run = await OfAsync("dlq", "replay", "--reason", "", "--why", "so");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/replay-runs") { Content = new StringContent("""{"why": "so", "reason": ""}""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", Token);
        var answer = await pipeline.Http.SendAsync(request);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, run.Error)));
        Assert.That(run.Error, Does.Contain("--reason is empty"));
        Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((400, await answer.Content.ReadAsStringAsync())));
        Assert.That((await OfAsync("dlq", "show", id, "--json")).Output, Does.Contain("\"open\""));
    }

    [TestCase("--rate", "5")]
    [TestCase("--detach")]
    [TestCase("--canary", "true")]
    public async Task What_is_said_of_a_run_is_not_said_of_one_dead_letter(params string[] said)
    {
        var run = await OfAsync(["dlq", "replay", "1", .. said, "--why", "so"]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, $"pipelinectl: {said[0]} is of a run over several; one dead letter is replayed at once\n")));
    }

    [Test]
    public async Task A_rate_that_is_none_is_wrong_whatever_the_state_of_things()
    {
        var run = await OfAsync("dlq", "replay", "--all", "--rate", "0", "--why", "so");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((6, run.Error)));
        Assert.That(run.Error, Does.Contain("The rate is 0"));
    }

    [Test]
    public async Task A_list_in_pages_is_read_to_its_end()
    {
        var asked = new List<long?>();

        var all = await Pages.AllAsync(
            last =>
            {
                asked.Add(last);
                return Task.FromResult(JsonSerializer.SerializeToElement(Enumerable.Range((int)(last ?? 0) + 1, asked.Count < 3 ? Pages.Largest : 7).Select(id => new { id })));
            },
            "id");

        Assert.That(all.GetArrayLength(), Is.EqualTo((2 * Pages.Largest) + 7));
        Assert.That(asked, Is.EqualTo(new long?[] { null, Pages.Largest, 2 * Pages.Largest }));
    }

    [Test]
    public async Task A_message_full_of_quotation_marks_can_be_given()
    {
        var (id, _) = await BrokenAsync("QUOTED");
        using var files = new TempFolder();
        var file = Path.Combine(files.Path, "message.json");
        var shown = JsonSerializer.Deserialize<JsonElement>((await OfAsync("dlq", "show", id, "--json")).Output).GetProperty("body_untrusted").GetString()!;
        var large = new string('"', 40_000);
        await File.WriteAllTextAsync(file, shown + large);

        var run = await OfAsync("dlq", "edit", id, "--file", file, "--why", "so");

        Assert.That(run.Error, Does.Not.Contain("bytes are read"), "it is read, and refused for what it says");
        Assert.That(run.ExitCode, Is.EqualTo(5), run.Error);
    }

    [Test]
    public async Task A_message_of_other_bytes_than_UTF_8_is_not_sent_as_something_else()
    {
        var (id, _) = await BrokenAsync("LATIN");
        using var files = new TempFolder();
        var file = Path.Combine(files.Path, "message.json");
        await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes("""{"reason":"prix élevé"}"""));

        var run = await OfAsync("dlq", "edit", id, "--file", file, "--why", "so");

        Assert.That((run.ExitCode, run.Error.TrimEnd()), Is.EqualTo((1, $"pipelinectl: --file: {file} has bytes that are no UTF-8, the first at 16")));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_message_that_can_not_be_read_is_named()
    {
        var run = await OfAsync("dlq", "edit", "1", "--file", "/proc/self/mem", "--why", "so");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, run.Error)));
        Assert.That(run.Error, Does.StartWith("pipelinectl: --file: /proc/self/mem can't be read: "));
    }

    [Test]
    public async Task Which_to_replay_must_be_said_in_one_way([Values(new string[0], new[] { "3", "--all" }, new[] { "--group", "3", "--all" })] string[] which) =>
        Assert.That((await OfAsync(["dlq", "replay", .. which, "--why", "so"])).ExitCode, Is.EqualTo(1));

    [Test]
    public async Task The_worklist_tells_the_commands_that_are_safe_next()
    {
        await BrokenAsync("WORK");
        await pipeline.TakenAsync(Intents.Buy("held one", symbol: "HELDONE"));
        var held = (await pipeline.TakenAsync(Intents.Buy("held two", symbol: "HELDONE"))).Single();
        await pipeline.OrderUntilAsync(held, "held");

        var list = await OfAsync("worklist");

        Assert.That(list.Output, Does.Contain("dlq replay --group").And.Contain($"pipelinectl order release {held} --code DUPLICATE_SUSPECT --why ..."));
    }

    private Task<CtlRun> OfAsync(params string[] arguments) => CtlRun.OfAsync(Url, Token, arguments);

    private async Task<(string Id, string Order)> BrokenAsync(string symbol, int i = 0)
    {
        prices.Break(symbol);
        var order = (await pipeline.TakenAsync(Intents.Buy($"{symbol} {i}", symbol: symbol, qty: i + 1))).Single();
        var letters = await Eventually.Until(() => pipeline.GetAsync($"/v1/dead-letters?cl_ord_id={order}"), found => found.GetArrayLength() == 1, "it is a dead letter");
        return (letters[0].GetProperty("id").GetInt64().ToString(), order);
    }
}
