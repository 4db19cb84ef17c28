using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Faults.GameDay;

/// <summary>Everything that a game day needs: the broker, the venue that misbehaves, the pipeline, Prometheus and Alertmanager.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The strategy of the agent that does well, and the one of an agent that runs twice.</summary>
    public const string Steady = "default", Twin = "twin";

    private const string Clock = "2026-03-02T10:00:00-05:00";

    // A steady agent may repeat itself within the window of one incident; the one that runs twice is throttled.
    private const string Limits = """{"global": {"duplicate_window_s": 60}, "strategies": {"twin": {"max_repeats_per_minute": 3}}}""";

    private readonly List<IAsyncDisposable> running = [];
    private readonly string folder;

    private Stage(string folder) => this.folder = folder;

    public RabbitMqServer Broker { get; } = new();

    public PipelineProgram Program { get; private set; } = null!;

    public PipelineClient Pipeline { get; private set; } = null!;

    public VenueControl Venue { get; private set; } = null!;

    public AlertBoard Alerts { get; private set; } = null!;

    public string Database => Path.Combine(Data, "pipeline.db");

    private string Data => Path.Combine(folder, "data");

    public static async Task<Stage> SetAsync(string folder, CancellationToken cancellationToken)
    {
        var stage = new Stage(folder);
        try
        {
            await stage.BeginAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(running))
        {
            await one.DisposeAsync();
        }

        Pipeline?.Dispose();
        Venue?.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        running.Add(Broker);
        await Broker.StartAsync();
        var venue = StartVenue();

        // The second of two on one clock joins the first; two that start at once would each begin at ten.
        await Until.MustHoldAsync("the venue serves", Venue.AnswersAsync, TimeSpan.FromSeconds(120), cancellationToken);
        Program = new PipelineProgram(
            Data, "run", "--transport", "rabbitmq", "--broker", Broker.Uri.ToString(), "--venue", "alpaca", "--alpaca-url", venue.ToString(), "--alpaca-key-id", "any",
            "--clock", Clock, "--approvals-paper-first", "false", "--limits", Written("limits.json", Limits),
            "--access-master-key-file", Written("master.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            "--operator-tokens", string.Join(';', PipelineClient.Operators.Select(name => $"{name}:approver={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}")));
        running.Add(Program);
        Program.Start();
        await Program.WaitUntilItIsReadyAsync(cancellationToken);
        Pipeline = new PipelineClient(Program.Address);
        await Pipeline.EnrolAsync(Steady);
        await Pipeline.EnrolAsync(Twin);
        Alerts = new AlertBoard(folder, Program.Address, Broker.MetricsUri, Written("token", PipelineClient.Operators[0]));
        running.Add(Alerts);
        await Until.MustHoldAsync("Prometheus sees a quiet pipeline", Alerts.IsQuietAsync, TimeSpan.FromSeconds(120), cancellationToken);
    }

    private Uri StartVenue()
    {
        var (port, controlPort) = (FreePort.Take(), FreePort.Take());
        Environment.SetEnvironmentVariable("PIPELINE_ALPACA_SECRET", "any");
        running.Add(new Child(folder, Child.Pipeline, "venue-simulator", "--port", $"{port}", "--control-port", $"{controlPort}", "--clock", Clock, "--data", Data));
        Venue = new VenueControl(new Uri($"http://127.0.0.1:{controlPort}"));
        return new Uri($"http://127.0.0.1:{port}");
    }

    // Readable for nobody else, or a master key would not be taken.
    private string Written(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }
}
