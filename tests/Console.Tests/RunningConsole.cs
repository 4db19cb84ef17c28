using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Venues;

namespace Pipeline.WebConsole.Tests;

/// <summary>
/// The whole process as <c>pipeline run</c> composes it, on a port of its own: in-memory bus, SQLite and the paper venue, on a rehearsal clock
/// that starts on a Monday at ten in New York. Three operators may sign in.
/// </summary>
internal sealed class RunningConsole : IAsyncDisposable
{
    public const string Alice = "a token that alice keeps";
    public const string Bob = "a token that bob keeps";
    public const string Olga = "a token that olga keeps";
    public const string Vera = "a token that vera keeps";

    private readonly WebApplication app;
    private readonly TempFolder folder;

    private RunningConsole(WebApplication app, TempFolder folder)
    {
        (this.app, this.folder) = (app, folder);
        Address = app.Urls.Single();
        Http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }

    public HttpClient Http { get; }

    /// <summary>What the browser keeps of who has signed in, by token.</summary>
    public ConcurrentDictionary<string, string> Sessions { get; } = [];

    public IServiceProvider Services => app.Services;

    public IStore Store => Services.GetRequiredService<IStore>();

    public static Task<RunningConsole> StartAsync(params (string Flag, string Value)[] settings) => StartAsync(Host.Composition.Workers.Names, settings);

    /// <summary>The same of a process that hosts some workers alone.</summary>
    public static async Task<RunningConsole> StartAsync(IReadOnlyList<string> workers, params (string Flag, string Value)[] settings)
    {
        static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var folder = new TempFolder();
        var flags = new Dictionary<string, string>
        {
            ["--data"] = folder.Path, ["--http"] = "127.0.0.1:0", ["--clock"] = "2026-03-02T10:00:00-05:00", ["--sweep-interval"] = "100ms",
            ["--operator-tokens"] = $"alice={Hash(Alice)};bob={Hash(Bob)};olga:operator={Hash(Olga)};vera:viewer={Hash(Vera)}",
        };
        foreach (var (flag, value) in settings)
        {
            flags[flag] = value;
        }

        var app = PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), workers, logToConsole: false, customize: services =>
        {
            var prices = services.Single(service => service.ServiceType == typeof(IReferencePrices)).ImplementationInstance;
            services.AddSingleton<IReferencePrices>(new BreakablePrices((IReferencePrices)prices!));
        });
        await app.StartAsync();
        var running = new RunningConsole(app, folder);
        await Eventually.Until(() => running.Http.GetAsync("/health/ready"), answer => answer.IsSuccessStatusCode, "the process is ready");
        return running;
    }

    /// <summary>Publishes an intent of one line as an agent does, and returns its ClOrdId. Symbols are a test's own: the process is shared, and within a minute the same content is held as a repeat.</summary>
    public async Task<string> PublishAsync(string rebalance, string symbol, string terms = "\"order_type\":\"market\"", string side = "buy", int qty = 10, string reason = "Earnings drift")
    {
        var intent = $$"""{"strategy_id":"momentum","rebalance_id":"{{rebalance}}","portfolio":"core","orders":[{"symbol":"{{symbol}}","side":"{{side}}","qty":{{qty}},{{terms}}}],"reason":{{JsonSerializer.Serialize(reason)}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/intents") { Content = new StringContent(intent, MediaTypeHeaderValue.Parse("application/json")) };
        if (Services.GetRequiredService<Access.AccessPolicy>().NeedsCredentials)
        {
            throw new InvalidOperationException("Here intents need a strategy's key");
        }

        var response = await Http.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(202), await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;
    }

    /// <summary>A price that nobody sells at now, and that no rule finds too far away.</summary>
    public string PriceBelow(string symbol) => decimal.Round(
        Services.GetRequiredService<IReferencePrices>().Latest(symbol, Services.GetRequiredService<TimeProvider>().GetUtcNow())!.Bid!.Value * 0.93m, 2).ToString(CultureInfo.InvariantCulture);

    public Task<JsonElement> OrderUntilAsync(string clOrdId, string state) => Eventually.Until(
        () => Http.GetFromJsonAsync<JsonElement>($"/v1/orders/{clOrdId}"), order => order.GetProperty("state").GetString() == state, $"the order is {state}");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }
}
