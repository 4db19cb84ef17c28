using NUnit.Framework;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Sessions;

/// <summary>A running process and its overrides file. Its clock starts at ten on Monday 2 March 2026 in New York.</summary>
public sealed class HotReloadTests
{
    private TempFolder folder = null!;

    private string File => folder.File("sessions.json");

    [SetUp]
    public void Make() => folder = new TempFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task A_closure_written_while_it_runs_denies_the_next_order()
    {
        await System.IO.File.WriteAllTextAsync(File, """{"markets":{}}""");
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path, ("--session-overrides", File), ("--session-reload-interval", "100ms"));
        await pipeline.OrderUntilAsync((await pipeline.TakenAsync(PipelineUnderTest.AnIntent())).Single(), "done");

        await System.IO.File.WriteAllTextAsync(File, """{"markets":{"XNYS":[{"date":"2026-03-02","closed":true,"reason":"mourning"}]}}""");
        await Eventually.Until(
            () => Task.FromResult(pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM journal WHERE kind = 'SessionOverridesChanged'"))),
            count => count == 2, "the change is recorded");

        var order = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(PipelineUnderTest.AnIntent(qty: 11, rebalance: "r2"))).Single(), "done");
        Assert.That(order.GetProperty("code").GetString(), Is.EqualTo("SESSION_CLOSED"));
    }

    [Test]
    public async Task A_symbol_trades_by_the_hours_of_the_market_that_the_operator_names()
    {
        await using var pipeline = await RunningPipeline.StartAsync(folder.Path, ("--session-markets", "AAPL=XTKS"));

        var order = await pipeline.OrderUntilAsync((await pipeline.TakenAsync(PipelineUnderTest.AnIntent())).Single(), "done");

        Assert.That(order.GetProperty("code").GetString(), Is.EqualTo("SESSION_CLOSED"), "ten in New York is midnight in Tokyo");
    }

    [Test]
    public void A_file_that_is_broken_at_the_start_stops_the_start()
    {
        System.IO.File.WriteAllText(File, "{");

        Assert.That(
            () => RunningPipeline.StartAsync(folder.Path, ("--session-overrides", File)),
            Throws.TypeOf<OptionException>().With.Message.StartsWith($"--session-overrides: {File}: $"));
    }
}
