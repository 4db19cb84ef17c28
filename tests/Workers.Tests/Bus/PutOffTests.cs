using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>Orders in a symbol of which something is not known wait, and keep none in another symbol waiting behind them.</summary>
public sealed class PutOffTests
{
    private const string Token = "a token that alice keeps";

    private static readonly FactsUnavailableException OfSymbol = new("SESSION_FACT_UNKNOWN", "symbol=AAPL") { IsOfSymbol = true };
    private static readonly FactsUnavailableException OfAll = new("ACCOUNT_UNKNOWN", "account=paper");

    [Test]
    public async Task More_of_them_than_a_stage_works_on_at_a_time_hold_no_other_up_and_go_on_when_it_is_known()
    {
        using var folder = new TempFolder();
        await using var pipeline = await RunningPipeline.StartAsync(folder.File("data"), ("--session-requirements", "XNYS=security_status"), ("--operator-tokens", $"alice={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}"));
        await SayAsync(pipeline, "AAPL");
        var waiting = new List<string>();
        for (var nth = 0; nth < 40; nth++)
        {
            waiting.AddRange(await pipeline.TakenAsync(Intents.Buy($"w{nth}", symbol: "MSFT", qty: nth + 1)));
        }

        var known = (await pipeline.TakenAsync(Intents.Buy("known", symbol: "AAPL"))).Single();

        Assert.That((await pipeline.OrderUntilAsync(known, "done")).GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        Assert.That((await pipeline.GetAsync($"/v1/orders/{waiting[0]}")).GetProperty("ord_status").GetString(), Is.EqualTo("pending_new"));
        await SayAsync(pipeline, "MSFT");
        foreach (var clOrdId in waiting)
        {
            Assert.That((await pipeline.OrderUntilAsync(clOrdId, "done")).GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        }
    }

    [Test]
    public async Task It_waits_where_it_is_for_a_moment_and_is_called_again_by_its_deadline_until_the_fact_is_there()
    {
        using var pipeline = new PipelineUnderTest();
        var proposed = await pipeline.ProposedAsync();
        var putOffs = new PutOffs(pipeline.Store, pipeline.Clock);

        Assert.That(await putOffs.TakesAsync("validation", proposed, OfSymbol), Is.False);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await putOffs.TakesAsync("validation", proposed, OfSymbol), Is.True);
        Assert.That(await CalledAsync(pipeline), Is.Empty, "not at once");
        pipeline.Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.That(await CalledAsync(pipeline), Is.EqualTo(new[] { proposed.ClOrdId }));
        Assert.That(await putOffs.TakesAsync("validation", proposed, OfSymbol), Is.True, "it holds no place any more");

        // A person is told once, and it is called all the same.
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await CalledAsync(pipeline), Has.One.Items);
        Assert.That(await putOffs.TakesAsync("validation", proposed, OfSymbol), Is.True);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await CalledAsync(pipeline), Has.One.Items);
        Assert.That(pipeline.Alerts(), Has.One.Items);

        // One that is lost on its way is called again too, and what has expired is denied.
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await CalledAsync(pipeline), Has.One.Items);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(20));
        await CalledAsync(pipeline);
        Assert.That(pipeline.Order(proposed.ClOrdId).OrdStatus, Is.EqualTo(OrdStatus.Denied), "it has expired");
    }

    [Test]
    public async Task What_all_lack_is_waited_for_in_place_until_the_broker_would_count_it()
    {
        using var pipeline = new PipelineUnderTest();
        var proposed = await pipeline.ProposedAsync(more: ",\"valid_until\":\"2026-03-02T20:00:00Z\"");
        var putOffs = new PutOffs(pipeline.Store, pipeline.Clock);

        Assert.That(await putOffs.TakesAsync("validation", proposed, OfAll), Is.False);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.That(await putOffs.TakesAsync("validation", proposed, OfAll), Is.False);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await putOffs.TakesAsync("validation", proposed, OfAll), Is.True);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await CalledAsync(pipeline), Is.EqualTo(new[] { proposed.ClOrdId }));
    }

    private static async Task<IEnumerable<string>> CalledAsync(PipelineUnderTest pipeline) =>
        (await pipeline.Deadlines.ActOnDueAsync(CancellationToken.None)).Select(told => told.Message).OfType<OrderProposed>().Select(call => call.ClOrdId);

    private static async Task SayAsync(RunningPipeline pipeline, string symbol)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/symbols/{symbol}/status") { Content = JsonContent.Create(new { why = "it trades", status = "ready_to_trade" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var said = await pipeline.Http.SendAsync(request);
        said.EnsureSuccessStatusCode();
    }
}
