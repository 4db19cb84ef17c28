using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Pipeline.Workers.Tests.Bus;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary>The on-call's command line where each worker has a process of its own, as in compose and under systemd.</summary>
public sealed class OperatorsProcessTests
{
    private const string Token = "a-token-that-olga-keeps";

    private static readonly Dictionary<string, string> Settings = new() { ["--operator-tokens"] = $"olga={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}" };

    [Test]
    public async Task An_order_is_looked_for_told_and_canceled_at_the_operators_process_alone()
    {
        using var folder = new TempFolder();
        string id;
        await using (var all = await RunningPipeline.StartAsync(folder.Path, Settings, isRestored: false))
        {
            id = (await all.TakenAsync(Intents.Buy("apart", "\"order_type\":\"limit\",\"limit_price\":180", symbol: "IBM"))).Single();
            await all.OrderUntilAsync(id, "working");
        }

        await using var alone = await RunningPipeline.StartAsync(folder.Path, Settings, isRestored: false, null, StageNames.Operator);
        var url = alone.Http.BaseAddress!;

        Assert.That((await CtlRun.OfAsync(url, null, "order", "show", id)).Output, Does.StartWith("buy 10 IBM limit"));
        Assert.That((await CtlRun.OfAsync(url, null, "order", "list", "--symbol", "IBM")).Output, Does.Contain("IBM"));
        Assert.That((await CtlRun.OfAsync(url, null, "brief")).ExitCode, Is.Zero);
        Assert.That((await CtlRun.OfAsync(url, null, "worklist")).ExitCode, Is.Zero);
        var cancel = await CtlRun.OfAsync(url, Token, "order", "cancel", id, "--why", "by phone");
        Assert.That((cancel.ExitCode, cancel.Error), Is.EqualTo((0, "")));
    }

    [TestCase("halts")]
    [TestCase("order", "show", "X")]
    public async Task A_process_that_serves_something_else_is_no_answer_about_an_order(params string[] arguments)
    {
        using var folder = new TempFolder();
        await using var another = await RunningPipeline.StartAsync(folder.Path, Settings, isRestored: false, null, StageNames.Analytics);

        var run = await CtlRun.OfAsync(another.Http.BaseAddress!, null, arguments);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("does not serve this").And.Contain("PIPELINE_URL"));
    }
}
