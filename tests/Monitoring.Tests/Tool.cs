using System.Diagnostics;

namespace Pipeline.Monitoring.Tests;

/// <summary>Runs a program of the monitoring system, and returns what it printed. One that is not there fails the test: what can't be checked must not look checked.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        using var deadline = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await error);
    }

    public static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is not installed; on Debian it is in the package {Package(program)}, which scripts/test installs", e);
        }
    }

    private static string Package(string program) => program is "amtool" or "prometheus-alertmanager" ? "prometheus-alertmanager" : "prometheus";
}
