using System.Security.Cryptography;
using System.Text;
using Pipeline.Store.Steps;

namespace Pipeline.Faults;

/// <summary>The processes that make a whole pipeline over one data folder, on a rehearsal clock inside a session.</summary>
public sealed class Deployment : IAsyncDisposable
{
    /// <summary>A Monday on which the exchange opens at 9:30 New York time.</summary>
    public const string InSession = "2026-03-02T10:00:00-05:00";

    /// <summary>The token of the operator that every deployment has.</summary>
    public const string OperatorToken = "faults";

    private static readonly string[] AgentsSide = [Stages.Intake, Stages.Validation, Stages.Session, Stages.Operator];
    private static readonly string[] VenueSide = [Stages.Submission, Stages.Reconciliation, Stages.Analytics];

    private static readonly string[] Common =
    [
        "--operator-tokens", $"faults={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OperatorToken)))}",
    ];

    private Deployment(params IReadOnlyList<PipelineProgram> programs) => Programs = programs;

    /// <summary>The first one has the door for intents.</summary>
    public IReadOnlyList<PipelineProgram> Programs { get; }

    public Uri Door => Programs[0].Address;

    /// <summary>The doors of all hosts.</summary>
    public IReadOnlyList<Uri> Doors => [.. Programs.Where(program => program.Hosts(Stages.Intake)).Select(program => program.Address)];

    /// <summary>Everything in one process over the in-memory transport.</summary>
    public static Deployment InOneProcess(string data, params IReadOnlyList<string> settings) =>
        new(new PipelineProgram(data, ["run", "--clock", InSession, .. Common, .. Limits(data), .. settings]));

    /// <summary>Everything in one process over RabbitMQ: an order is granted in the turn that takes it.</summary>
    public static Deployment OfEveryWorker(string data, Uri broker) => InProcesses(data, broker, InSession, [], [.. AgentsSide, .. VenueSide]);

    /// <summary>Everything in one process, and the same once more on another host, over a store on a server.</summary>
    public static Deployment OfEveryWorkerOnTwoHosts(string data, Uri broker, string store) =>
        InProcesses(data, broker, InSession, ["--store", store], [.. AgentsSide, .. VenueSide], [.. VenueSide, .. AgentsSide]);

    /// <summary>The way to the venue's door in one process, the venue's side in another, over RabbitMQ.</summary>
    public static Deployment InTwoProcesses(string data, Uri broker, params IReadOnlyList<string> settings) =>
        InProcesses(data, broker, InSession, settings, AgentsSide, VenueSide);

    /// <summary>As in two processes, on another clock.</summary>
    public static Deployment InTwoProcessesAt(string clock, string data, Uri broker, params IReadOnlyList<string> settings) =>
        InProcesses(data, broker, clock, settings, AgentsSide, VenueSide);

    /// <summary>As in two processes, and the same once more on another host, over a store on a server. The second door is the third process's.</summary>
    public static Deployment OnTwoHosts(string data, Uri broker, string store) =>
        InProcesses(data, broker, InSession, ["--store", store], AgentsSide, VenueSide, [.. AgentsSide.Reverse()], [.. VenueSide.Reverse()]);

    /// <summary>As in two processes, and a third, the last one, that submits too.</summary>
    public static Deployment WithTwoSubmitters(string data, Uri broker) =>
        InProcesses(data, broker, InSession, [], AgentsSide, VenueSide, [Stages.Submission]);

    /// <summary>As in two processes, with reconciliation in a third.</summary>
    public static Deployment WithReconciliationApart(string data, Uri broker) =>
        InProcesses(data, broker, InSession, [], AgentsSide, [Stages.Submission], [Stages.Reconciliation, Stages.Analytics]);

    /// <summary>As in two processes, of which the first tells OpenClaw's hooks.</summary>
    public static Deployment WithNotices(string data, Uri broker, string hooks)
    {
        Directory.CreateDirectory(data);
        var token = Path.Combine(data, "hooks-token");
        File.WriteAllText(token, HooksStub.Token);
        return InProcesses(
            data, broker, InSession, ["--notices-url", hooks, "--notices-hook", "orders", "--notices-token-file", token], [.. AgentsSide, Stages.Notices], VenueSide);
    }

    /// <summary>Each group of workers in a process of its own, which connects to the broker at an address of its own: another user, or all nodes of a cluster.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="brokerOf">The address for a process whose first worker is this one.</param>
    /// <param name="workers">The workers of each process; the first one has the door.</param>
    /// <param name="settings">What else all of them are told.</param>
    public static Deployment InProcessesOfTheirOwn(string data, Func<string, string> brokerOf, string[][] workers, params IReadOnlyList<string> settings) => new(
        [.. workers.Select(hosted => new PipelineProgram(data, ["worker", .. hosted, "--clock", InSession, "--broker", brokerOf(hosted[0]), .. Common, .. Limits(data), .. settings]))]);

    /// <summary>Each group of workers in a process of its own, of a version of the program.</summary>
    /// <param name="build">The version.</param>
    /// <param name="data">The folder.</param>
    /// <param name="broker">The broker.</param>
    /// <param name="store">The store's address; null for the file in the folder.</param>
    /// <param name="workers">The workers of each process; the first one has the door.</param>
    public static Deployment OfVersion(ProgramBuild build, string data, Uri broker, string? store, params string[][] workers) => new(
        [.. workers.Select(hosted => new PipelineProgram(
            build, data, ["worker", .. hosted, "--clock", InSession, "--broker", broker.ToString(), .. Common, .. Limits(data), .. store is null ? [] : new[] { "--store", store }]))]);

    /// <summary>The agents' side alone: it takes intents, and nothing reaches the venue.</summary>
    public static Deployment OfTheDoor(string data, Uri broker) => InProcesses(data, broker, InSession, [], AgentsSide);

    /// <summary>The first process that hosts a worker.</summary>
    public PipelineProgram ProgramOf(string worker) => Programs.First(program => program.Hosts(worker));

    /// <summary>Starts every process and returns when all of them answer, whether or not the broker is up.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var program in Programs)
        {
            program.Start();
            await program.WaitUntilItServesAsync(cancellationToken);
        }
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Programs.Select(program => program.WaitUntilItIsReadyAsync(cancellationToken)));

    /// <summary>Starts every process at the same time, and returns when all of them have all they need.</summary>
    public async Task StartTogetherAsync(CancellationToken cancellationToken)
    {
        foreach (var program in Programs)
        {
            program.Start();
        }

        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Ends every process at once (<c>kill -9</c>).</summary>
    public Task KillAsync() => Task.WhenAll(Programs.Select(program => program.KillAsync()));

    /// <summary>Tells every process to drain and stop.</summary>
    public async Task StopAsync()
    {
        foreach (var program in Programs)
        {
            program.MustRun();
        }

        await Task.WhenAll(Programs.Select(program => program.StopAsync()));
    }

    // A load may repeat a content by chance, and means it.
    private static string[] Limits(string data)
    {
        Directory.CreateDirectory(data);
        var file = Path.Combine(data, "limits.json");
        File.WriteAllText(file, """{"global": {"duplicate_window_s": 0}}""");
        return ["--limits", file];
    }

    private static Deployment InProcesses(string data, Uri broker, string clock, IReadOnlyList<string> settings, params string[][] workers) => new(
        [.. workers.Select(hosted => new PipelineProgram(data, ["worker", .. hosted, "--clock", clock, "--broker", broker.ToString(), .. Common, .. Limits(data), .. settings]))]);

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Programs)
        {
            await program.DisposeAsync();
        }
    }
}
