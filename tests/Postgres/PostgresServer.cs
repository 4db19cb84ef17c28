using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Postgres;

/// <summary>
/// A PostgreSQL server of a test's own, which the test may kill, freeze and start again on the same data and port. The work is done by
/// <c>scripts/postgres</c>. It runs attached to its standard input, so the server and its data go when this process goes, however that ends.
/// </summary>
/// <param name="isVolatile">Whether it never waits for the disk, as tests want it: what is committed outlives the server's death, not the machine's.</param>
public sealed class PostgresServer(bool isVolatile = true) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("pipeline-postgres-");
    private Process? script;
    private Process? server;
    private string? address;

    /// <summary>The address of its database, the same after every start.</summary>
    public string Address => address ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>Starts the server, or starts it again on the data it left.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the message says what is missing.</exception>
    public async Task StartAsync()
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        script = Process.Start(new ProcessStartInfo("bash", [Script(), "--data", data.FullName, "--discard", "--attached", .. isVolatile ? ["--volatile"] : Array.Empty<string>()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var line = await script.StandardOutput.ReadLineAsync(deadline.Token);
        if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["PostgreSQL", var told])
        {
            throw new InvalidOperationException($"No PostgreSQL server of the test's own: {await script.StandardError.ReadToEndAsync(deadline.Token)}");
        }

        address = told;
        server = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(data.FullName, "server.pid"), deadline.Token), CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the server at once, with every transaction that runs (<c>kill -QUIT</c>, as its own crash would end it). Its data stays.</summary>
    public async Task CrashAsync()
    {
        await SignalAsync("QUIT", server!.Id);
        await EndScriptAsync();
    }

    /// <summary>Has the server undo every transaction that runs, close every connection and end (<c>kill -INT</c>, a fast shutdown). Its data stays.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("INT", server!.Id);
        await EndScriptAsync();
    }

    /// <summary>A server that has what this one, which was stopped, has, and takes no writes: a stand-by that nobody sends anything. It is started as any other.</summary>
    public async Task<PostgresServer> StandByAsync()
    {
        var other = new PostgresServer(isVolatile);
        other.data.Delete();
        using (var copy = Process.Start("cp", ["--archive", data.FullName, other.data.FullName]))
        {
            await copy.WaitForExitAsync();
        }

        File.Delete(Path.Combine(other.data.FullName, "port"));
        await File.WriteAllTextAsync(Path.Combine(other.data.FullName, "cluster", "standby.signal"), "");
        return other;
    }

    /// <summary>Freezes the server with all its processes (SIGSTOP): connections stay open and nothing answers.</summary>
    public Task FreezeAsync() => SignalAsync("STOP", [server!.Id, .. Backends()]);

    /// <summary>Lets a frozen server go on.</summary>
    public Task WakeAsync() => SignalAsync("CONT", [.. Backends(), server!.Id]);

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

    private int[] Backends() =>
        [.. File.ReadAllText($"/proc/{server!.Id}/task/{server.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static async Task SignalAsync(string signal, params int[] processes)
    {
        using var kill = Process.Start("kill", ["-s", signal, .. processes.Select(process => $"{process}")]);
        await kill.WaitForExitAsync();
    }

    private async Task EndScriptAsync()
    {
        using var deadline = new CancellationTokenSource(StopDeadline);
        await script!.WaitForExitAsync(deadline.Token);
        script.Dispose();
        server?.Dispose();
        (script, server) = (null, null);
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return Path.Combine(folder.FullName, "scripts", "postgres");
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Pipeline.sln.");
    }
}
