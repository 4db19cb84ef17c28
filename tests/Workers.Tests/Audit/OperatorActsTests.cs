using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Health;
using Pipeline.Trading.Notices;
using Pipeline.Trading.Reconciliation;
using Pipeline.Workers.Tests.Bus;

namespace Pipeline.Workers.Tests.Audit;

/// <summary>Whatever an operator can do over HTTP leaves an entry in the journal that says who and why, and so stands in the audit chain.</summary>
public sealed class OperatorActsTests
{
    private const string Why = "because of the audit";

    /// <summary>What agents may do; who and why of those is the intent's.</summary>
    private static readonly string[] OfAgents = ["POST /v1/intents", "POST /v1/intents:check", "DELETE /v1/orders/{cl_ord_id}", "POST /mcp/"];

    /// <summary>What Prometheus' Alertmanager tells, which is no act of a person.</summary>
    private static readonly string[] OfAlertmanager = ["POST /v1/incidents/alerts"];

    /// <summary>What an act must say besides why.</summary>
    private static readonly Dictionary<string, string> Besides = new()
    {
        ["PUT /v1/markets/{market}/status"] = ""","status":"halted" """,
        ["PUT /v1/symbols/{symbol}/status"] = ""","status":"trading_halt" """,
        ["PUT /v1/symbols/{symbol}/price-band"] = ""","low_limit_price":95,"high_limit_price":105""",
        ["PUT /v1/symbols/{symbol}/reference-price"] = ""","reference_price":200,"previous_close":200""",
        ["PUT /v1/market-index"] = ""","value":4990,"prior_close":5000""",
        ["POST /v1/keys"] = ""","strategy_id":"momentum" """,
        ["POST /v1/dead-letters/{id:long}:edit"] = ""","body":"{\"rebalance_id\":\"edited\",\"portfolio\":\"core\",\"orders\":[{\"symbol\":\"IBM\",\"side\":\"buy\",\"qty\":1,\"order_type\":\"market\"}]}" """,
        ["POST /v1/replay-runs"] = ""","symbol":"MANY","rate":1,"canary":false""",
    };

    private readonly Dictionary<string, Func<Task<string>>> acts;
    private long lastLetter;
    private TempFolder folder = null!;
    private RunningPipeline pipeline = null!;

    /// <summary>Each act with how to come to where it fits; gives the path.</summary>
    public OperatorActsTests() => acts = new()
    {
        ["POST /v1/restored/end"] = () => Task.FromResult("/v1/restored/end"),
        ["POST /v1/orders/{cl_ord_id}/release"] = async () => $"/v1/orders/{await HeldAsync("RELEASED")}/release",
        ["POST /v1/orders/{cl_ord_id}/deny"] = async () => $"/v1/orders/{await HeldAsync("DENIED")}/deny",
        ["POST /v1/orders/{cl_ord_id}/cancel"] = async () => $"/v1/orders/{await RestingAsync()}/cancel",
        ["PUT /v1/halts/{scope}"] = () => Task.FromResult("/v1/halts/symbol:HALTED"),
        ["POST /v1/halts/{scope}/resume"] = () => Task.FromResult("/v1/halts/symbol:HALTED/resume"),
        ["POST /v1/strategies/{strategy_id}/promote"] = () => Task.FromResult("/v1/strategies/momentum/promote"),
        ["POST /v1/strategies/{strategy_id}/demote"] = () => Task.FromResult("/v1/strategies/momentum/demote"),
        ["POST /v1/breaks/{id:long}:accept"] = async () => $"/v1/breaks/{await BreakAsync(new Difference(BreakKind.ExternalOrder, "x-1", "XYZ", null, "not ours", "buy 1"))}:accept",
        ["POST /v1/breaks/{id:long}:adjust"] = async () => $"/v1/breaks/{await CashBreakAsync()}:adjust",
        ["POST /v1/throttles/{id:long}:open"] = async () => $"/v1/throttles/{await ThrottleAsync()}:open",
        ["POST /v1/alerts/{id:long}:acknowledge"] = async () => $"/v1/alerts/{await StandingAlertAsync()}:acknowledge",
        ["POST /v1/venue-health:end-pause"] = async () => await LeftAloneAsync(),
        ["PUT /v1/markets/{market}/status"] = () => Task.FromResult("/v1/markets/XLON/status"),
        ["PUT /v1/symbols/{symbol}/status"] = () => Task.FromResult("/v1/symbols/ELSE/status"),
        ["PUT /v1/symbols/{symbol}/price-band"] = () => Task.FromResult("/v1/symbols/ELSE/price-band"),
        ["PUT /v1/symbols/{symbol}/reference-price"] = () => Task.FromResult("/v1/symbols/ELSE/reference-price"),
        ["PUT /v1/market-index"] = () => Task.FromResult("/v1/market-index"),
        ["POST /v1/keys"] = () => Task.FromResult("/v1/keys"),
        ["POST /v1/keys/{key_id}/rotate"] = () => Task.FromResult($"/v1/keys/{KeyId}/rotate"),
        ["POST /v1/keys/{key_id}/revoke"] = () => Task.FromResult($"/v1/keys/{KeyId}/revoke"),
        ["POST /v1/notices/{id}:send"] = async () => $"/v1/notices/{await DeadNoticeAsync()}:send",
        ["POST /v1/dead-letters/{id:long}:replay"] = async () => $"/v1/dead-letters/{await DeadLetterAsync("ONE", 1)}:replay",
        ["POST /v1/dead-letters/{id:long}:edit"] = async () => $"/v1/dead-letters/{await DeadLetterAsync("TWO", 1)}:edit",
        ["POST /v1/dead-letters/{id:long}:discard"] = async () => $"/v1/dead-letters/{lastLetter = await DeadLetterAsync("THREE", 1)}:discard",
        ["POST /v1/dead-letters/{id:long}:undo"] = () => Task.FromResult($"/v1/dead-letters/{lastLetter}:undo"),
        ["POST /v1/replay-runs"] = async () => await DeadLetterAsync("MANY", 600) > 0 ? "/v1/replay-runs" : "",
        ["POST /v1/replay-runs/{id:long}:pause"] = () => Task.FromResult("/v1/replay-runs/1:pause"),
        ["POST /v1/replay-runs/{id:long}:resume"] = () => Task.FromResult("/v1/replay-runs/1:resume"),
        ["POST /v1/replay-runs/{id:long}:stop"] = () => Task.FromResult("/v1/replay-runs/1:stop"),
    };

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new TempFolder();
        pipeline = await RunningPipeline.StartAsync(
            folder.Path,
            new Dictionary<string, string>
            {
                ["--operator-tokens"] = $"alice={Hash("alices")};bob={Hash("bobs")}",
                ["--access-master-key-file"] = MasterKey(),
            },
            isRestored: true);
        await Eventually.Holds(() => pipeline.Store.Read(RestorationTable.Active) is { ImportedAt: not null }, "the venue's orders are imported");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await pipeline.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task Every_act_of_an_operator_leaves_who_and_why_in_the_journal()
    {
        var mapped = pipeline.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal) && !OfAgents.Contains(route) && !OfAlertmanager.Contains(route))

            // The console's acts go through the same services; what is posted to it is a sign-in, and what its pages hear.
            .Where(route => !route.Contains(" /console", StringComparison.Ordinal));
        Assert.That(acts.Keys, Is.EquivalentTo(mapped), "say here how each act is come to");

        foreach (var (route, prepare) in acts)
        {
            var path = await prepare();
            var before = pipeline.Store.Read(JournalTable.LatestSeq);
            using var request = new HttpRequestMessage(HttpMethod.Parse(route.Split(' ')[0]), path)
            {
                Content = new StringContent($$"""{"why":"{{Why}}"{{Besides.GetValueOrDefault(route, "")}}}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "alices");
            using var answer = await pipeline.Http.SendAsync(request);

            Assert.That((int)answer.StatusCode, Is.EqualTo(200), $"{route}: {await answer.Content.ReadAsStringAsync()}");
            var entries = pipeline.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE seq > @before", new { before }));
            Assert.That(entries, Has.Some.Contains("\"alice\"").And.Some.Contains(Why), $"{route} says who and why");
            Assert.That(entries.Any(data => data.Contains("\"alice\"", StringComparison.Ordinal) && data.Contains(Why, StringComparison.Ordinal)), $"{route} says both in one entry");
        }
    }

    private string KeyId => pipeline.Store.Read(AccessKeyTable.All)[0].KeyId;

    private string MasterKey()
    {
        var file = folder.File("master-key");
        File.WriteAllText(file, Convert.ToBase64String(SHA256.HashData("a test's master key"u8)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private async Task<string> HeldAsync(string symbol)
    {
        await pipeline.TakenAsync(Intents.Buy($"first {symbol}", symbol: symbol));
        var second = (await pipeline.TakenAsync(Intents.Buy($"second {symbol}", symbol: symbol))).Single();
        await pipeline.OrderUntilAsync(second, "held");
        return second;
    }

    private async Task<string> RestingAsync()
    {
        var id = (await pipeline.TakenAsync(Intents.Buy("resting", "\"order_type\":\"limit\",\"limit_price\":180", symbol: "IBM"))).Single();
        await pipeline.OrderUntilAsync(id, "working");
        return id;
    }

    private async Task<string> BreakAsync(Difference found)
    {
        await pipeline.Store.WriteAsync(session => Breaks.Raise(session, "paper", "paper", found, Now));
        return pipeline.Store.Read(session => session.Scalar<long>("SELECT max(id) FROM breaks")).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Cash is adjusted only where nothing was booked since the comparison, so the orders of the acts before come to their ends first.</summary>
    private async Task<string> CashBreakAsync()
    {
        await Eventually.Holds(
            () => pipeline.Store.Read(session => OrderTable.OpenSymbols(session, "paper", "paper")).Count == 0, "every order has come to its end");
        return await BreakAsync(new Difference(BreakKind.CashDiffers, Difference.Cash, null, null, "1", "2", 1));
    }

    private async Task<string> ThrottleAsync()
    {
        var id = await RestingThrottleOrderAsync();
        return (await pipeline.Store.WriteAsync(session => ThrottleTable.Shut(session, OrderTable.Find(session, id)!, Now))).ToString(CultureInfo.InvariantCulture);
    }

    private Task<long> StandingAlertAsync() => pipeline.Store.WriteAsync(session =>
    {
        JournalTable.RaiseAlert(session, Alert.AuditBroken, "journal", "operator", Now, null, new { });
        return StandingAlertTable.All(session, Now).Single(alert => alert.Code == Alert.AuditBroken.Code).Id;
    });

    private async Task<string> LeftAloneAsync()
    {
        await pipeline.Store.WriteAsync(session => VenueViewTable.Save(
            session, VenueView.Of("elsewhere/1", "paper", ["submission"], new VenueSigns { LeftAlone = TimeSpan.FromHours(1) }, TimeProvider.System.GetUtcNow())));
        return "/v1/venue-health:end-pause";
    }

    private async Task<string> RestingThrottleOrderAsync() => (await pipeline.TakenAsync(Intents.Buy("throttled", symbol: "MSFT"))).Single();

    private async Task<string> DeadNoticeAsync()
    {
        await pipeline.Store.WriteAsync(session =>
        {
            NoticeTable.Insert(session, new Notice(NoticeKind.Filled, "X", 1), "agent", [], DateTimeOffset.UnixEpoch);
            session.Execute("UPDATE notices SET dead_at = made_at");
        });
        return "1";
    }

    private Task<long> DeadLetterAsync(string symbol, int count) => pipeline.Store.WriteAsync(session =>
    {
        var body = Encoding.UTF8.GetBytes($$"""{"orders":[{"symbol":"{{symbol}}"}]}""");
        return Enumerable.Range(0, count).Select(_ => DeadLetterStep.Keep(
            session, new DeadLetter("intake", null, null, null, "IntentRefusedException", "no portfolio", "", "{}", body, Now))!.Value).Last();
    });

    private DateTimeOffset Now => pipeline.Services.GetRequiredService<TimeProvider>().GetUtcNow();
}
