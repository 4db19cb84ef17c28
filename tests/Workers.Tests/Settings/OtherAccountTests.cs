using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Workers.Tests.Bus;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>A store has orders under way, and a process is told another account.</summary>
public sealed class OtherAccountTests
{
    [TestCase(StageNames.Submission, true)]
    [TestCase(StageNames.Reconciliation, true)]
    [TestCase(StageNames.Intake, true)]
    [TestCase(StageNames.Analytics, false)]
    public async Task A_process_that_was_told_another_account_does_not_start(string worker, bool isRefused)
    {
        using var folder = new TempFolder();
        await using (var running = await RunningPipeline.StartAsync(folder.Path))
        {
            await running.OrderUntilAsync((await running.TakenAsync(Intents.Buy("rests", "\"order_type\":\"limit\",\"limit_price\":180", symbol: "IBM"))).Single(), "working");
        }

        var flags = new Dictionary<string, string> { ["--data"] = folder.Path, ["--http"] = "127.0.0.1:0", ["--intake-account"] = "another" };
        async Task StartAsync() => await PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), [worker], logToConsole: false).DisposeAsync();

        Assert.That(async () => await StartAsync(), isRefused ? Throws.TypeOf<OptionException>().With.Message.StartsWith("--venue, --intake-account: ").And.Message.Contains("account paper") : Throws.Nothing);
    }
}
