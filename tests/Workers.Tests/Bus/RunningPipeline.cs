using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>
/// The whole process as <c>pipeline run</c> composes it, on a port of its own: in-memory bus, SQLite and the paper venue, on a
/// rehearsal clock that starts on a Monday at ten in New York.
/// </summary>
internal sealed class RunningPipeline : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningPipeline(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public IStore Store => Services.GetRequiredService<IStore>();

    /// <param name="folder">Its data.</param>
    /// <param name="settings">Flags beyond the usual ones, or instead of them.</param>
    public static Task<RunningPipeline> StartAsync(string folder, params (string Flag, string Value)[] settings) =>
        StartAsync(folder, settings.ToDictionary(setting => setting.Flag, setting => setting.Value), isRestored: false);

    /// <param name="folder">Its data.</param>
    /// <param name="settings">Flags beyond the usual ones, or instead of them.</param>
    /// <param name="isRestored">Whether the folder's store came from a backup.</param>
    /// <param name="customize">Replaces services.</param>
    /// <param name="workers">The workers it hosts; all of them unless said otherwise.</param>
    public static async Task<RunningPipeline> StartAsync(
        string folder, IReadOnlyDictionary<string, string> settings, bool isRestored, Action<IServiceCollection>? customize = null, params string[] workers)
    {
        var flags = new Dictionary<string, string> { ["--data"] = folder, ["--http"] = "127.0.0.1:0", ["--clock"] = "2026-03-02T10:00:00-05:00", ["--sweep-interval"] = "100ms" };
        foreach (var (flag, value) in settings)
        {
            flags[flag] = value;
        }

        var app = PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), workers.Length == 0 ? Host.Composition.Workers.Names : workers, logToConsole: false, isRestored, customize);
        await app.StartAsync();
        var running = new RunningPipeline(app);
        await Eventually.Until(() => running.Http.GetAsync("/health/ready"), answer => answer.IsSuccessStatusCode, "the process is ready");
        return running;
    }

    public Task<HttpResponseMessage> PostAsync(string json, string contentType = "application/json", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/intents") { Content = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue(contentType)) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return Http.SendAsync(request);
    }

    /// <summary>Publishes an intent that is taken, and returns the ClOrdIds of its lines.</summary>
    public async Task<IReadOnlyList<string>> TakenAsync(string json)
    {
        var response = await PostAsync(json);
        Assert.That((int)response.StatusCode, Is.EqualTo(202), await response.Content.ReadAsStringAsync());
        var receipt = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. receipt.GetProperty("orders").EnumerateArray().Select(line => line.GetProperty("cl_ord_id").GetString()!)];
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path);

    public Task<JsonElement> OrderUntilAsync(string clOrdId, string state) =>
        Eventually.Until(() => GetAsync($"/v1/orders/{clOrdId}"), order => order.GetProperty("state").GetString() == state, $"the order is {state}");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
