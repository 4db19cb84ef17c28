using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Notices;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary><c>pipelinectl notices</c> against a process that runs.</summary>
public sealed class NoticeCommandTests
{
    private const string Token = "alices";

    [Test]
    public async Task Dead_notices_are_listed_and_tried_again()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(
            folder.Path, ("--operator-tokens", $"alice={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}"));
        var url = pipeline.Http.BaseAddress!;
        Assert.That((await CtlRun.OfAsync(url, null, "notices", "list")).Output, Does.Contain("No notice is dead."));
        await pipeline.Store.WriteAsync(session =>
        {
            foreach (var seq in Enumerable.Range(1, 3))
            {
                NoticeTable.Insert(session, new Notice(NoticeKind.Filled, $"ORDER{seq}", seq), "agent", [], DateTimeOffset.UnixEpoch);
            }

            session.Execute("UPDATE notices SET dead_at = made_at, last_failure = 'HTTP 503'");
        });

        Assert.That((await CtlRun.OfAsync(url, null, "notices", "list")).Output, Does.Contain("ORDER1").And.Contain("filled").And.Contain("HTTP 503"));
        Assert.That((await CtlRun.OfAsync(url, null, "notices", "list", "--limit", "2")).Output, Does.Contain("There are more: --after 2").And.Not.Contain("ORDER3"));
        Assert.That((await CtlRun.OfAsync(url, null, "notices", "list", "--limit", "2", "--after", "2")).Output, Does.Contain("ORDER3").And.Not.Contain("There are more"));
        Assert.That((await CtlRun.OfAsync(url, Token, "notices", "send", "2", "--why", "mended")).Output, Does.Contain("Notice 2 is tried again"));
        Assert.That((await CtlRun.OfAsync(url, Token, "notices", "send", "2", "--why", "mended")).ExitCode, Is.EqualTo(5));
        Assert.That((await CtlRun.OfAsync(url, Token, "notices", "send", "9", "--why", "mended")).ExitCode, Is.EqualTo(4));
        Assert.That((await CtlRun.OfAsync(url, Token, "notices", "send", "all", "--why", "mended")).ExitCode, Is.EqualTo(1));
        Assert.That((await CtlRun.OfAsync(url, Token, "notices", "send", "dead", "--why", "mended")).Output, Does.Contain("2 notices are tried again"));
        Assert.That((await CtlRun.OfAsync(url, null, "notices", "list", "--state", "waiting")).Output, Does.Contain("ORDER1").And.Contain("ORDER2").And.Contain("ORDER3"));
        Assert.That((int)(await pipeline.Http.GetAsync("/v1/notices?state=gone")).StatusCode, Is.EqualTo(400));
    }
}
