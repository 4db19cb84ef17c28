using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;
using Pipeline.Host.Clocks;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Workers.Tests.Access;
using Pipeline.Workers.Tests.Ctl;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>The whole process against a venue that speaks Alpaca's API over real connections.</summary>
public sealed class AlpacaJourneyTests
{
    private TempFolder folder = null!;
    private SimulatedVenue venue = null!;
    private WebApplication server = null!;
    private RunningPipeline pipeline = null!;

    [SetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        var clock = new RehearsalClock(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero), TimeProvider.System.GetUtcNow(), 1);
        venue = new SimulatedVenue(new SimulatorOptions { KeyId = "key", SecretKey = "hush" }, clock);
        server = SimulatorServer.Build(venue, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync();
        await File.WriteAllTextAsync(folder.File("secret"), "hush\n");
        pipeline = await RunningPipeline.StartAsync(
            folder.File("data"), [.. Strategy.Settings(folder), ("--venue", "alpaca"), ("--alpaca-url", server.Urls.First()), ("--alpaca-key-id", "key"),
            ("--alpaca-secret-file", folder.File("secret")), ("--alpaca-poll-interval", "1s"), ("--approvals-paper-first", "false"), ("--validation-quote-wait", "30s")]);
        pipeline.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Strategy.CreateAsync(pipeline, "default", "bearer")).Secret);
    }

    [TearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        await server.DisposeAsync();
        venue.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task An_intent_becomes_one_order_there_and_its_fill_comes_back()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("r1"))).Single();

        var order = await pipeline.OrderUntilAsync(id, "done");

        Assert.That((order.GetProperty("ord_status").GetString(), order.GetProperty("cum_qty").GetDecimal()), Is.EqualTo(("filled", 10m)));
        Assert.That(order.GetProperty("order_id").GetString(), Is.EqualTo(venue.Orders.Single().OrderId));
        Assert.That(Posts(), Is.EqualTo(1));
        Assert.That(Directory.EnumerateFiles(folder.File("data"), "*", SearchOption.AllDirectories).Where(Says("hush")), Is.Empty, "the secret is nowhere");
    }

    [Test]
    public async Task An_answer_that_is_lost_and_a_fill_that_the_stream_loses_still_make_one_filled_order()
    {
        Act("""{"add_behaviours":[{"when":{"call":"submit"},"status":504},{"when":{"event":"any"},"lose":true}]}""");

        var id = (await pipeline.TakenAsync(Intents.Buy("r1"))).Single();
        var order = await pipeline.OrderUntilAsync(id, "done");

        Assert.That((order.GetProperty("ord_status").GetString(), order.GetProperty("cum_qty").GetDecimal()), Is.EqualTo(("filled", 10m)));
        Assert.That(Posts(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_ends_the_order_with_the_venues_reason()
    {
        Act("""{"add_behaviours":[{"when":{"call":"submit"},"accept":false,"status":403,"code":40310000,"message":"insufficient buying power"}]}""");

        var id = (await pipeline.TakenAsync(Intents.Buy("r1"))).Single();
        await pipeline.OrderUntilAsync(id, "done");

        // The saga and the ledger each take the rejection in by themselves.
        var order = await Eventually.Until(
            () => pipeline.GetAsync($"/v1/orders/{id}"), order => order.GetProperty("ord_status").GetString() == "rejected", "the ledger has the rejection");
        Assert.That(order.GetProperty("code").GetString(), Is.EqualTo("INSUFFICIENT_BUYING_POWER"));
        Assert.That(Posts(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_venues_health_is_one_figure_that_goes_down_with_it_and_comes_back()
    {
        await HealthAsync("healthy", "");
        Act("""{"stop":{}}""");
        await HealthAsync("degraded", "stream=lost");
        await HealthAsync("degraded", "calls without an answer=");
        Act("""{"resume":{}}""");
        await HealthAsync("healthy", "");

        pipeline.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Strategy.Viewer);
        await Eventually.Until(
            () => pipeline.Http.GetStringAsync("/metrics"),
            metrics => metrics.Contains("""pipeline_venue_health{venue="alpaca",state="healthy"} 1""", StringComparison.Ordinal)
                && metrics.Contains("""pipeline_venue_health{venue="alpaca",state="degraded"} 0""", StringComparison.Ordinal),
            "the metric says the same");
    }

    [Test]
    public async Task A_pause_that_the_venue_has_asked_for_is_ended_by_an_approver_and_the_order_that_waited_goes_out()
    {
        Act("""{"add_behaviours":[{"name":"angry","when":{"call":"account","count":1},"accept":false,"status":429,"retry_after":"1h"}]}""");
        await HealthAsync("down", "asks to be left alone");
        var id = (await pipeline.TakenAsync(Intents.Buy("r1"))).Single();
        pipeline.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Strategy.Approver);
        var health = await Eventually.Until(
            () => pipeline.GetAsync("/v1/venue-health"), said => said.GetProperty("state").GetString() == "down", "who looks at the store sees it too");
        var process = health.GetProperty("processes").EnumerateArray().Single();
        Assert.That((process.GetProperty("is_silent").GetBoolean(), process.GetProperty("said").GetProperty("keeps_away").GetBoolean()), Is.EqualTo((false, true)));
        Assert.That((await CtlRun.OfAsync(pipeline.Http.BaseAddress!, Strategy.Viewer, "venue", "health")).Output, Does.Contain("alpaca: down").And.Contain("asks to be left alone"));
        Assert.That((await CtlRun.OfAsync(pipeline.Http.BaseAddress!, Strategy.Operator, "venue", "end-pause", "--why", "I would like to")).ExitCode, Is.EqualTo(3), "it takes an approver");
        Assert.That(Posts(), Is.Zero);

        var ended = await CtlRun.OfAsync(pipeline.Http.BaseAddress!, Strategy.Approver, "venue", "end-pause", "--why", "the venue says it was a mistake");

        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((0, ended.Output)), ended.Error);
        Assert.That(ended.Output, Does.Contain("Within seconds alpaca is called again by").And.Contain("asks for a pause anew"));
        await pipeline.OrderUntilAsync(id, "done");
        Assert.That(Posts(), Is.EqualTo(1));
        await HealthAsync("healthy", "");
        await Eventually.Until(() => pipeline.GetAsync("/v1/venue-health"), said => said.GetProperty("state").GetString() == "healthy", "everybody sees that");
        Assert.That((await CtlRun.OfAsync(pipeline.Http.BaseAddress!, Strategy.Approver, "venue", "end-pause", "--why", "once more")).ExitCode, Is.EqualTo(5), "there is no pause any more");
    }

    private async Task HealthAsync(string state, string reason) => await Eventually.Until(
        () => pipeline.GetAsync("/health/ready"),
        ready => ready.GetProperty("venue_health") is var health && health.GetProperty("state").GetString() == state
            && (reason.Length == 0 ? health.GetProperty("reasons").GetArrayLength() == 0 : health.GetProperty("reasons").EnumerateArray().Any(said => said.GetString()!.StartsWith(reason, StringComparison.Ordinal))),
        $"the venue is {state}: {reason}");

    private int Posts() => venue.Calls.Count(call => call.Method == "POST");

    private void Act(string act) => venue.Act(ScriptJson.ReadAct(act));

    private static Func<string, bool> Says(string word) => path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains(word, StringComparison.Ordinal);
    };
}
