using NUnit.Framework;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>The halt file and its settings in a process that runs.</summary>
public sealed class HaltJourneyTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TempFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [Test]
    public async Task A_file_named_HALT_in_the_data_folder_stops_everything_and_everybody_is_shown_it()
    {
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path);
        await File.WriteAllTextAsync(folder.File("HALT"), "# wrong prices\n");

        var order = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("r1"))).Single(), "done");

        Assert.That((order.GetProperty("ord_status").GetString(), order.GetProperty("code").GetString()), Is.EqualTo(("denied", "HALTED")));
        var ready = await pipeline.GetAsync("/health/ready");
        Assert.That(ready.GetProperty("halts").EnumerateArray().Select(scope => scope.GetString()), Is.EqualTo(new[] { "all" }));
        var halt = (await pipeline.GetAsync("/v1/halts")).EnumerateArray().Single();
        Assert.That((halt.GetProperty("by").GetString(), halt.GetProperty("why").GetString(), halt.GetProperty("in_file").GetBoolean()), Is.EqualTo(("file", "wrong prices", true)));
        await Eventually.Until(() => Task.FromResult(Alerts(pipeline)), alerts => alerts.Contains("HALT_FILE"), "it is written down");

        File.Delete(folder.File("HALT"));
        await Eventually.Until(() => Task.FromResult(Alerts(pipeline)), alerts => alerts.Contains("HALT_FILE_GONE"), "its end is written down");
        Assert.That((await pipeline.GetAsync("/v1/halts")).GetArrayLength(), Is.EqualTo(1), "it is still halted");
    }

    [Test]
    public async Task It_can_be_somewhere_else()
    {
        Directory.CreateDirectory(folder.File("ops"));
        await using var pipeline = await RunningPipeline.StartAsync(folder.File("data"), ("--halt-file", Path.Combine(folder.File("ops"), "stop")));
        await File.WriteAllTextAsync(Path.Combine(folder.File("ops"), "stop"), "symbol:AAPL");

        Assert.That((await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("r1"))).Single(), "done")).GetProperty("code").GetString(), Is.EqualTo("HALTED"));
        Assert.That((await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("r2", symbol: "MSFT"))).Single(), "done")).GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
    }

    [Test]
    public void In_a_folder_that_is_not_there_no_file_would_be_seen() => Assert.That(
        () => RunningPipeline.StartAsync(folder.Path, ("--halt-file", Path.Combine(folder.File("nowhere"), "HALT"))),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--halt-file: the folder of "));

    [Test]
    public void One_person_may_release_a_halt_at_the_paper_venue_alone() => Assert.That(
        () => RunningPipeline.StartAsync(folder.Path, ("--venue", "alpaca"), ("--operator-resume-by", "1")),
        Throws.TypeOf<OptionException>().With.Message.StartsWith("--operator-resume-by: 1 is for the paper venue"));

    [Test]
    public async Task A_strategy_that_nobody_has_promoted_trades_at_the_paper_venue()
    {
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path, ("--approvals-above-notional", "1"));

        var held = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(Intents.Buy("r1"))).Single(), "held");

        Assert.That(held.GetProperty("code").GetString(), Is.EqualTo("APPROVAL_REQUIRED"));
        Assert.That((await pipeline.GetAsync("/v1/orders?state=held")).GetArrayLength(), Is.EqualTo(1));
        Assert.That((await pipeline.GetAsync("/v1/strategies")).GetArrayLength(), Is.Zero);
    }

    private static string Alerts(RunningPipeline pipeline) => string.Join(
        ' ', pipeline.Store.Read(session => session.Query<string>("SELECT json_extract(data, '$.code') FROM journal WHERE kind = 'AlertRaised'")));
}
