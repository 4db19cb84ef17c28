using System.Diagnostics;
using Pipeline.Bus;
using Pipeline.Bus.Topology;

namespace Pipeline.Faults;

/// <summary>
/// A RabbitMQ cluster of three nodes of a run's own, with the pipeline's definitions: each worker has its user. The work is done by
/// <c>scripts/cluster</c>, which goes when this process goes.
/// </summary>
/// <param name="tls">Folder with ca.pem, server.pem and server.key, for one whose nodes talk over TLS.</param>
public sealed class RabbitMqCluster(string? tls = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(300);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("pipeline-cluster-");
    private Process? script;
    private string nodes = "";

    /// <summary>How many nodes there are, numbered from 1.</summary>
    public static int Nodes => 3;

    /// <summary>The address of all nodes for a worker, as its user.</summary>
    public string AddressFor(string worker) => $"amqp://{BrokerUsers.NameOf(worker)}:{PasswordOf(BrokerUsers.NameOf(worker))}@{nodes}/{BrokerUsers.VirtualHost}";

    /// <summary>Starts the nodes, has them import the definitions, and sets the topology up.</summary>
    /// <exception cref="InvalidOperationException">They did not start; the message says what is missing.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var definitions = Path.Combine(data.FullName, "definitions.json");
        await File.WriteAllTextAsync(definitions, BrokerDefinitions.Of(new BusOptions(), PasswordOf), cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartDeadline);
        script = Run(["--data", Path.Combine(data.FullName, "cluster"), "--import", definitions, "--attached", .. tls is null ? Array.Empty<string>() : ["--tls", tls]]);
        while (nodes.Length == 0)
        {
            var line = await script.StandardOutput.ReadLineAsync(deadline.Token)
                ?? throw new InvalidOperationException($"No RabbitMQ cluster of the run's own: {await script.StandardError.ReadToEndAsync(deadline.Token)}");
            nodes = line.StartsWith("AMQP ", StringComparison.Ordinal) ? line[(line.IndexOf('@', StringComparison.Ordinal) + 1)..] : "";
        }

        // An import is told before it is done.
        await RabbitMqServer.ConnectAsync(new Uri($"amqp://pipeline-setup:{PasswordOf("pipeline-setup")}@{nodes.Split(',')[0]}/{BrokerUsers.VirtualHost}"), deadline.Token);
        await BrokerSetup.DeployAsync(new BusOptions { Transport = "rabbitmq", Broker = AddressFor("setup") }, deadline.Token);
    }

    /// <summary>Does something to a node: <c>stop</c>, <c>kill</c>, <c>pause</c>, <c>resume</c>, <c>partition</c>, <c>heal</c> or <c>start</c>.</summary>
    public Task ActAsync(string act, int node) => RunToItsEndAsync(act, $"{node}");

    /// <summary>Runs <c>rabbitmqctl</c> on a node and returns what it printed.</summary>
    public Task<string> RunCtlAsync(int node, params string[] arguments) => RunToItsEndAsync(["ctl", $"{node}", "--quiet", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (script is not null)
        {
            script.StandardInput.Close();
            await script.WaitForExitAsync();
            script.Dispose();
        }

        data.Delete(recursive: true);
    }

    private async Task<string> RunToItsEndAsync(params string[] arguments)
    {
        using var process = Run(["--data", Path.Combine(data.FullName, "cluster"), .. arguments]);
        var (output, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {await complaint}");
    }

    private static string PasswordOf(string user) => $"{user}-of-a-run";

    private static Process Run(params string[] arguments) => Process.Start(new ProcessStartInfo("bash", [Repository.File("scripts/cluster"), .. arguments])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}
