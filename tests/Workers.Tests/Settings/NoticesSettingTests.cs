using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Workers.Tests.Bus;
using Pipeline.Workers.Tests.Notices;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>What must be right before anything is told to OpenClaw.</summary>
public sealed class NoticesSettingTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Start() => folder = new TempFolder();

    [TearDown]
    public void Stop() => folder.Dispose();

    [TestCase("http://10.1.2.3:18789/hooks")]
    [TestCase("http://example.com/hooks")]
    [TestCase("ftp://127.0.0.1/hooks")]
    [TestCase("http://user:secret@127.0.0.1/hooks")]
    [TestCase("http://127.0.0.1/hooks?token=x")]
    [TestCase("hooks")]
    public void The_token_goes_nowhere_in_the_clear(string url) => Assert.That(
        () => Build(["--notices-url", url, "--notices-token-file", TokenFile()]), Throws.TypeOf<OptionException>().With.Message.StartsWith("--notices-url").And.Message.Not.Contains("secret"));

    [Test]
    public void Without_a_token_nobody_is_told() => Assert.That(
        () => Build(["--notices-url", "http://127.0.0.1:18789/hooks"]), Throws.TypeOf<OptionException>().With.Message.StartsWith("--notices-token-file"));

    [Test]
    public void The_worker_by_name_needs_somebody_to_tell() => Assert.That(
        () => Build([], StageNames.Notices), Throws.TypeOf<OptionException>().With.Message.StartsWith("--notices-url: the worker notices has nobody to tell"));

    [Test]
    public async Task A_process_with_an_address_tells_what_became_of_its_orders_and_one_without_keeps_nothing()
    {
        await using var hooks = await HooksStub.StartAsync();
        await using (var silent = await RunningPipeline.StartAsync(folder.File("silent")))
        {
            await silent.OrderUntilAsync((await silent.TakenAsync(Intents.Buy("untold"))).Single(), "done");
            Assert.That(silent.Store.Read(Pipeline.Store.Tables.NoticeTable.Cursor), Is.Null);
        }

        await using var pipeline = await RunningPipeline.StartAsync(folder.File("telling"), ("--notices-url", hooks.Url), ("--notices-token-file", TokenFile()));
        await Eventually.Holds(() => pipeline.Store.Read(Pipeline.Store.Tables.NoticeTable.Cursor) is not null, "this process has the lease");
        var id = (await pipeline.TakenAsync(Intents.Buy("told"))).Single();

        await Eventually.Holds(() => hooks.Taken.Any(call => call.Text.Contains($"order {id} is filled", StringComparison.Ordinal)), "OpenClaw was told");
        await Eventually.Until(() => pipeline.Http.GetStringAsync("/metrics"), metrics => metrics.Contains("pipeline_notices_sent_total{kind=\"filled\"} ", StringComparison.Ordinal), "it is counted");
    }

    private string TokenFile()
    {
        File.WriteAllText(folder.File("token"), HooksStub.Token);
        return folder.File("token");
    }

    private void Build(string[] flags, params string[] workers) => PipelineProcess.Build(
        OptionSet.Read(flags.Chunk(2).Append(["--data", folder.File("data")]).ToDictionary(flag => flag[0], flag => flag[1]), _ => null, null),
        workers.Length == 0 ? Host.Composition.Workers.Names : workers, logToConsole: false);
}
