using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Peers;

/// <summary>A process with one system in it, which is asked for rounds and waits between them.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;

    public PeerProcess(string system, Servers servers)
    {
        System = system;
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Pipeline.Peers.dll"), "serve", system, "--broker", servers.Broker.ToString() },
        };
        if (servers.Postgres is not null)
        {
            start.ArgumentList.Add("--postgres");
            start.ArgumentList.Add(servers.Postgres.ToString());
        }

        if (servers.Beside is not null)
        {
            start.ArgumentList.Add("--beside");
            start.ArgumentList.Add(servers.Beside.ToString());
        }

        process = Process.Start(start)!;
    }

    public string System { get; }

    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public async Task<Round> RunAsync(int? load, int seconds, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(load is { } rate ? $"{rate}" : "-")} {seconds}")).ConfigureAwait(false);
        return await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line
            ? JsonSerializer.Deserialize<Round>(line)!
            : throw new InvalidOperationException($"{System} has ended; what it wrote is above");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
