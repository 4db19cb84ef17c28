using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;
using Pipeline.Host.Clocks;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Workers.Tests.Access;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>Whole processes with two versions of Alpaca's adapter out of a folder, before a venue over real connections.</summary>
public sealed class SideBySideJourneyTests
{
    private TempFolder folder = null!;
    private RehearsalClock clock = null!;
    private SimulatedVenue venue = null!;
    private WebApplication server = null!;
    private string one = null!;
    private string two = null!;

    [SetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        clock = new RehearsalClock(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero), TimeProvider.System.GetUtcNow(), 1);
        venue = new SimulatedVenue(new SimulatorOptions { KeyId = "key", SecretKey = "hush" }, clock);
        server = SimulatorServer.Build(venue, new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync();
        await File.WriteAllTextAsync(folder.File("secret"), "hush\n");
        (one, two) = ($"alpaca/1@{DeployedAlpaca.Deploy(folder, '1').Sha256}", $"alpaca/2@{DeployedAlpaca.Deploy(folder, '2').Sha256}");
    }

    [TearDown]
    public async Task Stop()
    {
        await server.DisposeAsync();
        venue.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task The_new_version_carries_its_share_and_after_a_rollback_still_what_it_has_opened()
    {
        string resting;
        await using (var pipeline = await PipelineAsync($"{one},{two}", "default=alpaca/2"))
        {
            var filled = (await pipeline.TakenAsync(Intents.Buy("r1"))).Single();
            var done = await pipeline.OrderUntilAsync(filled, "done");
            Assert.That((done.GetProperty("ord_status").GetString(), done.GetProperty("adapter").GetString()), Is.EqualTo(("filled", "alpaca/2")));

            resting = (await pipeline.TakenAsync(Intents.Buy("r2", "\"order_type\":\"limit\",\"limit_price\":170"))).Single();
            await pipeline.OrderUntilAsync(resting, "working");
        }

        await using (var pipeline = await PipelineAsync($"{one},{two}", ""))
        {
            venue.Act(ScriptJson.ReadAct($$$"""{"fill":{"cl_ord_id":"{{{resting}}}","px":170}}"""));
            var done = await pipeline.OrderUntilAsync(resting, "done");
            Assert.That((done.GetProperty("cum_qty").GetDecimal(), done.GetProperty("adapter").GetString()), Is.EqualTo((10m, "alpaca/2")));

            var next = (await pipeline.TakenAsync(Intents.Buy("r3", qty: 7))).Single();
            Assert.That((await pipeline.OrderUntilAsync(next, "done")).GetProperty("adapter").GetString(), Is.EqualTo("alpaca/1"));
        }

        Assert.That(venue.Orders, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_version_in_the_shadow_is_compared_and_the_command_says_in_how_many_calls()
    {
        await using (await PipelineAsync(one, ""))
        {
            Assert.That(() => Diff(), Throws.TypeOf<OptionException>().With.Message.Contains("nothing was compared"));
        }

        await using (var pipeline = await PipelineAsync(one, "", two))
        {
            await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("r1"))).Single(), "done");
            await Eventually.Holds(() => Compared() > 3, "calls were compared");
        }

        Assert.That(Diff(), Does.Match("alpaca/2 was compared with alpaca/1 in [0-9]+ calls.*\nnothing differs\n"));
        Assert.That(venue.Orders, Has.Count.EqualTo(1));
    }

    private long Compared() => new SqliteDatabase(folder.File("data/pipeline.db")).Look(AdapterComparisonTable.All).Sum(pair => pair.Calls);

    private string Diff()
    {
        var output = new StringWriter();
        new RootCommand { AdaptersCommand.Create() }.Parse(["adapters", "diff", "--data", folder.File("data")])
            .Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        return output.ToString();
    }

    private async Task<RunningPipeline> PipelineAsync(string use, string route, string shadow = "")
    {
        var pipeline = await RunningPipeline.StartAsync(
            folder.File("data"),
            [.. Strategy.Settings(folder), ("--clock", $"{clock.GetUtcNow():O}"), ("--venue", "alpaca"), ("--alpaca-url", server.Urls.First()), ("--alpaca-key-id", "key"), ("--alpaca-secret-file", folder.File("secret")),
            ("--approvals-paper-first", "false"), ("--validation-quote-wait", "30s"), ("--adapters-folder", folder.Path), ("--adapters-use", use), ("--adapters-route", route), ("--adapters-shadow", shadow)]);
        pipeline.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Strategy.CreateAsync(pipeline, "default", "bearer")).Secret);
        return pipeline;
    }
}
