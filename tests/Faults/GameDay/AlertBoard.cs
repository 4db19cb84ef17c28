using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>Prometheus and Alertmanager with the configuration that is shipped, in which only addresses and tokens are others.</summary>
internal sealed class AlertBoard : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Uri alertmanager;
    private readonly Uri prometheus;
    private readonly List<Child> running = [];

    /// <param name="folder">Where their data and what they print goes.</param>
    /// <param name="pipeline">What is scraped, and told of alerts.</param>
    /// <param name="broker">What is scraped besides.</param>
    /// <param name="tokenFile">The token of somebody who may look.</param>
    public AlertBoard(string folder, Uri pipeline, Uri broker, string tokenFile)
    {
        var (prometheusPort, alertmanagerPort) = (FreePort.Take(), FreePort.Take());
        prometheus = new Uri($"http://127.0.0.1:{prometheusPort}");
        alertmanager = new Uri($"http://127.0.0.1:{alertmanagerPort}");
        string Shipped(string path) => File.ReadAllText(Repository.File(path)).Replace("127.0.0.1:8080", pipeline.Authority, StringComparison.Ordinal);
        File.WriteAllText(
            Path.Combine(folder, "prometheus.yml"),
            Shipped("infra/prometheus/prometheus.yml")
                .Replace("127.0.0.1:15692", broker.Authority, StringComparison.Ordinal)
                .Replace("127.0.0.1:9093", alertmanager.Authority, StringComparison.Ordinal)
                .Replace("rules/*.yml", Repository.File("infra/prometheus/rules/*.yml"), StringComparison.Ordinal)
                .Replace("- job_name: pipeline\n", $"- job_name: pipeline\n    authorization:\n      credentials_file: {tokenFile}\n", StringComparison.Ordinal));
        File.WriteAllText(
            Path.Combine(folder, "alertmanager.yml"),
            Shipped("infra/alertmanager/alertmanager.yml")
                .Replace("        send_resolved: false\n", $"        send_resolved: false\n        http_config:\n          authorization:\n            credentials_file: {tokenFile}\n", StringComparison.Ordinal));
        running.Add(new Child(
            folder, "prometheus-alertmanager", $"--config.file={folder}/alertmanager.yml", $"--storage.path={folder}/alertmanager",
            $"--web.listen-address={alertmanager.Authority}", "--cluster.listen-address="));
        running.Add(new Child(
            folder, "prometheus", $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/prometheus", $"--web.listen-address={prometheus.Authority}", "--log.level=warn"));
    }

    /// <summary>
    /// The alerts that Alertmanager tells people of now, with the pipeline's own code where they have one. What it inhibits is not among them.
    /// </summary>
    public async Task<IReadOnlySet<string>> FiringAsync()
    {
        var alerts = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(alertmanager, "/api/v2/alerts?active=true&inhibited=false")));
        return alerts.EnumerateArray().Select(alert =>
        {
            var labels = alert.GetProperty("labels");
            var name = labels.GetProperty("alertname").GetString()!;
            return labels.TryGetProperty("alert", out var code) ? $"{name}/{code.GetString()}" : name;
        }).ToHashSet();
    }

    /// <summary>Whether Prometheus has seen every process that it watches, and nothing fires.</summary>
    public async Task<bool> IsQuietAsync()
    {
        try
        {
            var up = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(prometheus, "/api/v1/query?query=up")));
            var seen = up.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => series.GetProperty("value")[1].GetString()).ToList();
            return seen.Count == 3 && seen.All(value => value == "1") && (await FiringAsync()).Count == 0;
        }
        catch (HttpRequestException)
        {
            // It starts.
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in running)
        {
            await child.DisposeAsync();
        }

        http.Dispose();
    }
}
