using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Reconciliation;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary>Breaks over HTTP and from a terminal, over a process that runs. No test looks at another's symbols.</summary>
public sealed class BreakCommandTests
{
    private const string Token = "a-token-that-ada-keeps";

    private static readonly DateTimeOffset Began = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    private Uri Url => pipeline.Http.BaseAddress!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(
            folder.Path, ("--operator-tokens", $"ada={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task What_may_be_a_fee_to_come_is_listed_with_how_much_it_may_be_and_from_when_it_is_a_break()
    {
        Assert.That((await CtlRun.OfAsync(Url, null, "breaks", "awaited")).Output, Does.Contain("No fee is awaited."));
        var fee = new AwaitedFee { Symbol = "BTC/USD", Currency = "BTC", Amount = 0.0024m, Most = 0.0025m, Until = Began.AddDays(2) };
        await pipeline.Store.WriteAsync(session =>
        {
            AwaitedFeeTable.Record(session, "alpaca", "another", [fee], _ => false, Began);
            return true;
        });

        var table = (await CtlRun.OfAsync(Url, null, "breaks", "awaited")).Output;
        var json = JsonDocument.Parse((await CtlRun.OfAsync(Url, null, "breaks", "awaited", "--json")).Output).RootElement;

        Assert.That(table, Does.Contain("BTC/USD").And.Contain("0.0024 BTC").And.Contain("0.0025").And.Contain("another at alpaca").And.Contain("2026-03-04 15:00:00"));
        Assert.That((json[0].GetProperty("amount").GetDecimal(), json[0].GetProperty("most").GetDecimal()), Is.EqualTo((0.0024m, 0.0025m)));
    }

    [Test]
    public async Task A_break_is_listed_shown_and_accepted_and_what_it_held_goes_out()
    {
        var id = await RaiseAsync(new Difference(BreakKind.ExternalOrder, "V77", "HELDUP", null, "not ours", "New, 0 of 5 filled"));
        var order = (await pipeline.TakenAsync(Intents.Buy("waits", symbol: "HELDUP"))).Single();
        Assert.That((await pipeline.OrderUntilAsync(order, "held")).GetProperty("code").GetString(), Is.EqualTo("SYMBOL_PAUSED"));

        Assert.That((await CtlRun.OfAsync(Url, null, "breaks", "list", "--symbol", "HELDUP")).Output, Does.Contain("external order").And.Contain("orders of HELDUP are held"));
        Assert.That((await CtlRun.OfAsync(Url, null, "breaks", "show", $"{id}")).Output, Does.Contain("not ours").And.Contain($"pipelinectl breaks accept {id}").And.Not.Contain("breaks adjust"));
        Assert.That((await CtlRun.OfAsync(Url, Token, "breaks", "adjust", $"{id}", "--why", "test")).ExitCode, Is.EqualTo(5), "an order can't be adjusted");
        Assert.That((await CtlRun.OfAsync(Url, Token, "breaks", "accept", $"{id}", "--why", "it was me")).Output, Does.Contain("1 held order goes through the checks again"));

        Assert.That((await pipeline.OrderUntilAsync(order, "done")).GetProperty("ord_status").GetString(), Is.EqualTo("filled"));
        var closed = await pipeline.GetAsync($"/v1/breaks/{id}");
        Assert.That((Text(closed, "resolution"), Text(closed, "by"), Text(closed, "why")), Is.EqualTo(("accepted", "ada", "it was me")));
        Assert.That((await pipeline.GetAsync("/v1/breaks?symbol=HELDUP")).GetArrayLength(), Is.Zero, "the list shows open ones");
        Assert.That((await pipeline.GetAsync("/v1/breaks?symbol=HELDUP&open=false")).GetArrayLength(), Is.EqualTo(1));
        Assert.That((await CtlRun.OfAsync(Url, Token, "breaks", "accept", $"{id}", "--why", "again")).ExitCode, Is.EqualTo(5));
        Assert.That((await CtlRun.OfAsync(Url, Token, "breaks", "accept", "987654", "--why", "none")).ExitCode, Is.EqualTo(4));
    }

    [Test]
    public async Task A_position_is_adjusted_by_an_entry_that_says_who_and_why()
    {
        var id = await RaiseAsync(new Difference(BreakKind.ExternalPosition, "GIFT", "GIFT", null, "0", "7", 7));

        Assert.That((await CtlRun.OfAsync(Url, null, "breaks", "show", $"{id}")).Output, Does.Contain($"pipelinectl breaks adjust {id}").And.Contain($"pipelinectl breaks accept {id}"));
        Assert.That((await CtlRun.OfAsync(Url, Token, "breaks", "adjust", $"{id}", "--why", "a gift")).ExitCode, Is.Zero);

        Assert.That(pipeline.Store.Read(session => PositionTable.Of(session, "paper", "GIFT").Qty), Is.EqualTo(7));
        Assert.That(pipeline.Store.Read(session => session.QueryFirst<string>("SELECT data FROM journal WHERE kind = 'LedgerAdjusted'")), Does.Contain("\"by\":\"ada\"").And.Contain("a gift"));
        Assert.That(pipeline.Store.Read(session => Pipeline.Store.Ledger.LedgerCheck.Run(session).Differences), Is.Empty, "the journal makes the same ledger");
    }

    [Test]
    public async Task An_age_is_told_as_people_say_it()
    {
        var id = await RaiseAsync(new Difference(BreakKind.ExternalPosition, "AGED", "AGED", null, "0", "7", 7), Began - new TimeSpan(days: 3, hours: 4, minutes: 10, seconds: 0));

        Assert.That((await CtlRun.OfAsync(Url, null, "breaks", "show", $"{id}")).Output, Does.Contain("3 d 4 h"));
        Assert.That((await CtlRun.OfAsync(Url, null, "breaks", "list", "--symbol", "AGED")).Output, Does.Contain("3 d 4 h"));
    }

    [Test]
    public async Task A_filter_that_is_not_understood_is_refused_by_name()
    {
        var answer = await pipeline.Http.GetAsync("/v1/breaks?kind=bad");

        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("kind=bad").And.Contain("cash_differs"));
    }

    [Test]
    public async Task Nobody_acts_without_a_name() =>
        Assert.That((int)(await pipeline.Http.PostAsync("/v1/breaks/1:accept", new StringContent("{\"why\":\"w\"}"))).StatusCode, Is.EqualTo(401));

    private Task<long> RaiseAsync(Difference found, DateTimeOffset? at = null) => pipeline.Store.WriteAsync(session =>
    {
        Breaks.Raise(session, "paper", "paper", found, at ?? Began);
        return BreakTable.About(session, "paper", "paper", found.Subject)[0].Id;
    });

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
