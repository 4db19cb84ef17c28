using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Faults;

/// <summary>
/// A RabbitMQ server of a test's own, which the test may kill, pause and start again on the same data and ports.
/// The work is done by <c>scripts/rabbitmq</c>. It runs attached to its standard input, so the server and its data
/// go when this process goes, however that ends: the system closes the pipe.
/// </summary>
/// <param name="tls">Folder with ca.pem, server.pem and server.key, for one that listens for AMQPS too.</param>
public sealed class RabbitMqServer(string? tls = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectInterval = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("pipeline-rabbitmq-");
    private Process? script;
    private Process? broker;
    private Uri? uri;
    private Uri? managementUri;
    private Uri? metricsUri;

    /// <summary>The AMQP address, the same after every start.</summary>
    public Uri Uri => uri ?? throw NotStarted();

    /// <summary>The address over TLS, where it has one.</summary>
    public Uri? TlsUri { get; private set; }

    /// <summary>The management interface's address. The user is guest, and so is the password.</summary>
    public Uri ManagementUri => managementUri ?? throw NotStarted();

    /// <summary>Where its metrics are served, by rabbitmq_prometheus.</summary>
    public Uri MetricsUri => metricsUri ?? throw NotStarted();

    /// <summary>Starts the server, or starts it again on the data it left, and returns when a client can connect.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the message says what is missing.</exception>
    public async Task StartAsync()
    {
        if (script is not null)
        {
            throw new InvalidOperationException("The server runs already.");
        }

        using var deadline = new CancellationTokenSource(StartDeadline);
        script = Run(["--data", data.FullName, "--discard", "--attached", .. tls is null ? Array.Empty<string>() : ["--tls", tls]]);
        uri = await ReadAddressAsync("AMQP", deadline.Token);
        managementUri = await ReadAddressAsync("Management", deadline.Token);
        await script.StandardOutput.ReadLineAsync(deadline.Token);
        if (tls is not null)
        {
            TlsUri = await ReadAddressAsync("AMQPS", deadline.Token);
        }

        metricsUri = await ReadAddressAsync("Metrics", deadline.Token);

        var id = await File.ReadAllTextAsync(Path.Combine(data.FullName, "server.pid"), deadline.Token);
        broker = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        await using var connection = await ConnectAsync(Uri, deadline.Token);
    }

    /// <summary>Ends the server as a power cut would (<c>kill -9</c>). Its data stays, for <see cref="StartAsync"/>.</summary>
    /// <remarks>
    /// RabbitMQ 3.10 notes a new quorum queue on disk half a second after it has confirmed the declaration. Killed before
    /// that, the queue comes back without a leader and answers nobody. That is the broker's gap and not what our tests are
    /// about, so what it knows of its queues is written first; their messages are left as they are.
    /// </remarks>
    public async Task StopAsync()
    {
        await ResumeAsync();
        await RunCtlAsync("eval", "[dets:sync(Table) || Table <- dets:all()].");
        broker!.Kill();
        await EndScriptAsync();
    }

    /// <summary>Freezes the server: its connections stay open and nothing answers (<c>SIGSTOP</c>).</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Runs <c>rabbitmqctl</c> on this server and returns what it printed.</summary>
    public async Task<string> RunCtlAsync(params string[] arguments)
    {
        using var ctl = Run(["--data", data.FullName, "ctl", "--quiet", .. arguments]);
        return await FinishAsync(ctl);
    }

    /// <summary>
    /// The messages that are ready in a queue, asked of the queue itself: the management interface lags by seconds.
    /// Messages that a consumer has taken and not acknowledged are not among them.
    /// </summary>
    public Task<uint> QueueDepthAsync(string queue) => QueueDepthAsync(queue, Uri.ToString());

    /// <summary>As <see cref="QueueDepthAsync(string)"/>, in the virtual host of an address.</summary>
    public static async Task<uint> QueueDepthAsync(string queue, string address)
    {
        await using var connection = await ConnectAsync(new Uri(address), CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    /// <summary>Makes a virtual host, with queues of its own, and returns its AMQP address.</summary>
    public async Task<Uri> AddVirtualHostAsync(string name)
    {
        using var http = Management();
        using var answer = await http.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        return new Uri(Uri, name);
    }

    /// <summary>Removes a virtual host and all that is in it.</summary>
    public async Task RemoveVirtualHostAsync(string name)
    {
        using var http = Management();
        using var answer = await http.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The names of the queues in the default virtual host.</summary>
    public async Task<IReadOnlyList<string>> ListQueuesAsync()
    {
        using var http = Management();
        var queues = await http.GetFromJsonAsync<QueueName[]>("api/queues/%2F?columns=name&disable_stats=true");
        return [.. queues!.Select(queue => queue.Name).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        if (script is not null)
        {
            script.StandardInput.Close();
            await EndScriptAsync();
        }

        if (data.Exists)
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Connects as soon as the broker takes connections.</summary>
    public static async Task<IConnection> ConnectAsync(Uri uri, CancellationToken cancel)
    {
        var factory = new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false };
        while (true)
        {
            try
            {
                return await factory.CreateConnectionAsync(cancel);
            }
            catch (BrokerUnreachableException)
            {
                await Task.Delay(ConnectInterval, TimeProvider.System, cancel);
            }
        }
    }

    private HttpClient Management()
    {
        var http = new HttpClient { BaseAddress = ManagementUri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("guest:guest"u8));
        return http;
    }

    private static Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Repository.File("scripts/rabbitmq"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private async Task<Uri> ReadAddressAsync(string name, CancellationToken cancel)
    {
        var line = await script!.StandardOutput.ReadLineAsync(cancel);
        if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, var address, ..] && first == name)
        {
            return new Uri(address);
        }

        var complaint = await script.StandardError.ReadToEndAsync(cancel);
        await EndScriptAsync();
        throw new InvalidOperationException($"No RabbitMQ server of the test's own: {complaint}");
    }

    private async Task EndScriptAsync()
    {
        using var deadline = new CancellationTokenSource(StopDeadline);
        await script!.WaitForExitAsync(deadline.Token);
        script.Dispose();
        broker?.Dispose();
        (script, broker) = (null, null);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{(broker ?? throw NotStarted()).Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task<string> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"rabbitmqctl ended with {process.ExitCode}: {await complaint}");
    }

    private static InvalidOperationException NotStarted() => new("The server does not run.");

    private sealed record QueueName(string Name);
}
