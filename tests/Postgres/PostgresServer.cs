using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Postgres;

/// <summary>
/// A PostgreSQL server of a test's own, which the test may kill, freeze and start again on the same data and port. The work is done by
/// <c>scripts/postgres</c>. It runs attached to its standard input, so the server and its data go when this process goes, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
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
        script = Process.Start(new ProcessStartInfo("bash", [Script(), "--data", data.FullName, "--discard", "--attached", "--volatile"])
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
        using (var kill = Process.Start("kill", ["-s", "QUIT", $"{server!.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await EndScriptAsync();
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
