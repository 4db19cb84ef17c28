using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Monitoring.Dashboards;

namespace Pipeline.Monitoring.Tests;

/// <summary>
/// Every query of every panel, against a real Prometheus that scrapes a real pipeline under load over a real RabbitMQ. A panel without data
/// is a panel that nobody has looked at.
/// </summary>
public sealed class LiveDashboardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task Every_query_of_every_panel_returns_data()
    {
        await using var broker = new RabbitMqServer();
        await broker.StartAsync();
        var data = Directory.CreateTempSubdirectory("pipeline-live-");
        try
        {
            var limits = Path.Combine(data.FullName, "limits.json");
            await File.WriteAllTextAsync(limits, """{"global": {"duplicate_window_s": 0}}""");
            await using var pipeline = new PipelineProgram(
                data.CreateSubdirectory("data").FullName, "run", "--transport", "rabbitmq", "--broker", broker.Uri.ToString(), "--limits", limits, "--clock", "2026-03-02T10:00:00-05:00");
            pipeline.Start();
            await pipeline.WaitUntilItIsReadyAsync(CancellationToken.None);
            await using var prometheus = PrometheusServer.Start(pipeline.Address, broker.MetricsUri);
            using var stop = new CancellationTokenSource();
            var load = LoadAsync(pipeline.Address, stop.Token);

            var queries = AllDashboards.All.SelectMany(dashboard => dashboard.Panels.SelectMany(panel => panel.Queries.Select(query => (Where: $"{dashboard.Uid}, {panel.Title}", query.Expr)))).ToList();
            var empty = await UntilAllHaveDataAsync(prometheus, queries);
            var annotations = new List<string>();
            foreach (var (name, _, expr) in GrafanaDashboard.Annotations)
            {
                if (await prometheus.QueryAsync(expr) is null)
                {
                    annotations.Add(name);
                }
            }

            await stop.CancelAsync();
            await load;
            Assert.That(queries, Has.Count.GreaterThan(60));
            Assert.That(empty, Is.Empty, "queries without data");
            Assert.That(annotations, Is.Empty, "annotations that Prometheus does not understand");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> UntilAllHaveDataAsync(PrometheusServer prometheus, IReadOnlyList<(string Where, string Expr)> queries)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var empty = new List<string>();
            foreach (var (where, expr) in queries)
            {
                if (!HasData(await prometheus.QueryAsync(expr)))
                {
                    empty.Add($"{where}: {expr}");
                }
            }

            if (empty.Count == 0 || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                return empty;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    // A quantile of nothing is not a number.
    private static bool HasData(JsonElement? result) =>
        result is { ValueKind: JsonValueKind.Array } series && series.EnumerateArray().Any(one => one.GetProperty("value")[1].GetString() is not "NaN");

    private static async Task LoadAsync(Uri door, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = door };
        for (var nth = 1; !stop.IsCancellationRequested; nth++)
        {
            using var body = new StringContent(
                $$"""{"rebalance_id":"load-{{nth}}","portfolio":"core","orders":[{"symbol":"AAPL","side":"{{(nth % 2 == 0 ? "sell" : "buy")}}","qty":{{1 + (nth % 7)}},"order_type":"market"}]}""",
                Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/v1/intents", body, CancellationToken.None);
            Assert.That((int)answer.StatusCode, Is.EqualTo(202), await answer.Content.ReadAsStringAsync(CancellationToken.None));
            await Task.Delay(Pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
