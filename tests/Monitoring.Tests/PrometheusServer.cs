using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Faults;

namespace Pipeline.Monitoring.Tests;

/// <summary>A real Prometheus with the shipped configuration, in which only the addresses of its targets are others.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pipeline-prometheus-");
    private readonly HttpClient http;
    private readonly Process process;

    private PrometheusServer(Uri pipeline, Uri broker)
    {
        var config = File.ReadAllText(Repository.File("infra/prometheus/prometheus.yml"))
            .Replace("127.0.0.1:8080", pipeline.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:15692", broker.Authority, StringComparison.Ordinal)
            .Replace("rules/*.yml", Repository.File("infra/prometheus/rules/*.yml"), StringComparison.Ordinal);
        var file = Path.Combine(folder.FullName, "prometheus.yml");
        File.WriteAllText(file, Alertmanagers().Replace(config, ""));
        var address = $"127.0.0.1:{FreePort.Take()}";
        process = Tool.Start("prometheus", $"--config.file={file}", $"--storage.tsdb.path={folder.FullName}/data", $"--web.listen-address={address}", "--log.level=error");
        http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
    }

    public static PrometheusServer Start(Uri pipeline, Uri broker) => new(pipeline, broker);

    /// <summary>Asks it; null when it is not ready or does not understand.</summary>
    public async Task<JsonElement?> QueryAsync(string expr)
    {
        try
        {
            using var answer = await http.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expr)}");
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("result") : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex("alerting:\n(  .*\n)+")]
    private static partial Regex Alertmanagers();
}
