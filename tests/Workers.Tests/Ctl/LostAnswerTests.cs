using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Pipeline.Pipelinectl;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary>What an operator is told of an act whose answer did not come as a pipeline gives it.</summary>
public sealed class LostAnswerTests
{
    private const string Token = "a-token-of-a-test";
    private const string Doubt = "may have been done all the same";

    private static readonly string[] Halt = ["halt", "all", "--why", "of a test"];
    private static readonly string[] List = ["order", "list"];

    [Test]
    public async Task A_connection_that_breaks_after_the_request_leaves_it_in_doubt()
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.That((await CtlRun.OfAsync(server.Url, Token, Halt)).Error, Does.Contain(Doubt).And.Not.Contain("can't be reached"));
        Assert.That((await CtlRun.OfAsync(server.Url, Token, List)).Error, Does.Not.Contain(Doubt), "to look does nothing");
    }

    [Test]
    public async Task Where_nobody_is_there_nothing_was_done() =>
        Assert.That((await CtlRun.OfAsync(new Uri("http://127.0.0.1:1"), Token, Halt)).Error, Does.Contain("can't be reached").And.Not.Contain(Doubt));

    [TestCase(502, "<html>Bad gateway</html>", true)]
    [TestCase(504, "<html>Gateway time-out</html>", true)]
    [TestCase(503, """{"title":"The store can't be used now","detail":"Nothing was recorded.","may_be_recorded":false}""", false)]
    public async Task A_gateways_page_leaves_it_in_doubt_and_a_pipelines_word_does_not(int status, string body, bool isInDoubt)
    {
        await using var server = await AnsweringServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });

        var run = await CtlRun.OfAsync(server.Url, Token, Halt);

        Assert.That((run.ExitCode, run.Error.Contains(Doubt, StringComparison.Ordinal)), Is.EqualTo(((int)ExitCode.Unreachable, isInDoubt)), run.Error);
    }
}
