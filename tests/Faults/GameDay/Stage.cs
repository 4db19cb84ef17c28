using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>
/// Everything that a game day needs: the broker, the venue that misbehaves, the pipeline, Prometheus and Alertmanager with the shipped
/// configuration, in which only addresses and tokens are others.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Clock = "2026-03-02T10:00:00-05:00";
    private static readonly string[] Operators = ["ada", "bob"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly List<IAsyncDisposable> running = [];
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly string folder;
    private Uri venueControl = null!;
    private Uri prometheus = null!;
    private string agentKey = "";

    private Stage(string folder) => this.folder = folder;

    public RabbitMqServer Broker { get; } = new();

    public PipelineProgram Pipeline { get; private set; } = null!;

    public string Data => Path.Combine(folder, "data");

    public static async Task<Stage> SetAsync(string folder, CancellationToken cancellationToken)
    {
        var stage = new Stage(folder);
        await stage.BeginAsync(cancellationToken);
        return stage;
    }

    /// <summary>Publishes an intent as the agent does. Returns the status and the answer.</summary>
    public Task<(int Status, JsonElement Body)> PublishAsync(string intent) => SendAsync(HttpMethod.Post, new Uri(Pipeline.Address, "/v1/intents"), intent, agentKey);

    /// <summary>Asks as an operator.</summary>
    public async Task<JsonElement> GetAsync(string path) => (await SendAsync(HttpMethod.Get, new Uri(Pipeline.Address, path), null, Operators[0])).Body;

    /// <summary>Acts as an operator.</summary>
    public Task<(int Status, JsonElement Body)> ActAsync(string path, string body, int who = 0) => SendAsync(HttpMethod.Post, new Uri(Pipeline.Address, path), body, Operators[who]);

    /// <summary>Tells the venue what to do.</summary>
    public async Task TellVenueAsync(string path, string body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, new Uri(venueControl, $"/simulator/{path}"), body, null);
        if (status >= 300)
        {
            throw new InvalidOperationException($"The venue does not understand {body}: {answer}");
        }
    }

    /// <summary>The venue behaves again.</summary>
    public async Task MendVenueAsync()
    {
        using var answer = await http.DeleteAsync(new Uri(venueControl, "/simulator/behaviours"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The orders that the venue truly has.</summary>
    public async Task<JsonElement> VenueOrdersAsync() => (await SendAsync(HttpMethod.Get, new Uri(venueControl, "/simulator/orders"), null, null)).Body;

    /// <summary>The alerts that fire in Prometheus, with the pipeline's own code where they have one.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync()
    {
        var (_, answer) = await SendAsync(HttpMethod.Get, new Uri(prometheus, "/api/v1/alerts"), null, null);
        return
        [
            .. answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Where(alert => alert.GetProperty("state").GetString() == "firing").Select(alert =>
            {
                var labels = alert.GetProperty("labels");
                var name = labels.GetProperty("alertname").GetString()!;
                return labels.TryGetProperty("alert", out var code) ? $"{name}/{code.GetString()}" : name;
            }),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(running))
        {
            await one.DisposeAsync();
        }

        http.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        running.Add(Broker);
        await Broker.StartAsync();
        var (venuePort, controlPort) = (FreePort.Take(), FreePort.Take());
        venueControl = new Uri($"http://127.0.0.1:{controlPort}");
        running.Add(new Child(folder, Child.Pipeline, "venue-simulator", "--port", $"{venuePort}", "--control-port", $"{controlPort}", "--clock", Clock));
        Environment.SetEnvironmentVariable("PIPELINE_ALPACA_SECRET", "any");
        var masterKey = Secret("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.WriteAllText(Path.Combine(folder, "limits.json"), """{"global": {"duplicate_window_s": 60}}""");
        Pipeline = new PipelineProgram(
            Data, "run", "--transport", "rabbitmq", "--broker", Broker.Uri.ToString(), "--venue", "alpaca", "--alpaca-url", $"http://127.0.0.1:{venuePort}",
            "--alpaca-key-id", "any", "--clock", Clock, "--approvals-paper-first", "false", "--access-master-key-file", masterKey,
            "--operator-tokens", string.Join(',', Operators.Select(name => $"{name}={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}")),
            "--limits", Path.Combine(folder, "limits.json"), "--submission-cancel-stuck-after", "5s", "--reconciliation-interval", "5s", "--reconciliation-grace", "2s");
        running.Add(Pipeline);
        Pipeline.Start();
        await Pipeline.WaitUntilItIsReadyAsync(cancellationToken);
        var (_, key) = await ActAsync("/v1/keys", """{"strategy_id":"default","kind":"bearer","why":"a game day"}""");
        agentKey = key.GetProperty("secret").GetString()!;
        Monitor();
        await UntilAsync(async () => (await TryFiringAsync())?.Count == 0, TimeSpan.FromSeconds(60), "Prometheus sees a quiet pipeline", cancellationToken);
    }

    private void Monitor()
    {
        var (prometheusPort, alertmanagerPort) = (FreePort.Take(), FreePort.Take());
        prometheus = new Uri($"http://127.0.0.1:{prometheusPort}");
        var token = Secret("token", Operators[0]);
        string Shipped(string path) => File.ReadAllText(Repository.File(path)).Replace("127.0.0.1:8080", Pipeline.Address.Authority, StringComparison.Ordinal);
        var config = Shipped("infra/prometheus/prometheus.yml")
            .Replace("127.0.0.1:15692", Broker.MetricsUri.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:9093", $"127.0.0.1:{alertmanagerPort}", StringComparison.Ordinal)
            .Replace("rules/*.yml", Repository.File("infra/prometheus/rules/*.yml"), StringComparison.Ordinal)
            .Replace("- job_name: pipeline\n", $"- job_name: pipeline\n    authorization:\n      credentials_file: {token}\n", StringComparison.Ordinal);
        var alerting = Shipped("infra/alertmanager/alertmanager.yml")
            .Replace("        send_resolved: false\n", $"        send_resolved: false\n        http_config:\n          authorization:\n            credentials_file: {token}\n", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "prometheus.yml"), config);
        File.WriteAllText(Path.Combine(folder, "alertmanager.yml"), alerting);
        running.Add(new Child(
            folder, "prometheus-alertmanager", $"--config.file={folder}/alertmanager.yml", $"--storage.path={folder}/alertmanager", $"--web.listen-address=127.0.0.1:{alertmanagerPort}",
            "--cluster.listen-address="));
        running.Add(new Child(
            folder, "prometheus", $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/prometheus", $"--web.listen-address=127.0.0.1:{prometheusPort}", "--log.level=warn"));
    }

    public static async Task<bool> TryUntilAsync(Func<Task<bool>> look, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await look())
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                return false;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        return true;
    }

    public static async Task UntilAsync(Func<Task<bool>> look, TimeSpan patience, string what, CancellationToken cancellationToken)
    {
        if (!await TryUntilAsync(look, patience, cancellationToken))
        {
            throw new TimeoutException($"Not within {patience.TotalSeconds:0} s: {what}");
        }
    }

    private async Task<IReadOnlyList<string>?> TryFiringAsync()
    {
        try
        {
            return await FiringAsync();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private string Secret(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, Uri address, string? body, string? token)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }
}
