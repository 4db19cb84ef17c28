using System.Diagnostics;
using System.Text;

namespace Pipeline.Workers.Tests;

/// <summary>Runs the built program as a user would, and keeps what it said.</summary>
internal sealed record BuiltProgram(int ExitCode, string Output, string Progress)
{
    // Only keeps a program that hangs from holding up the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Task<BuiltProgram> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>The same, and tells it to stop (SIGTERM) once it has said something.</summary>
    public static Task<BuiltProgram> StopAsync(string once, params string[] arguments) => RunAsync(once, arguments);

    private static async Task<BuiltProgram> RunAsync(string? stopOnce, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Whatever the environment says, what is tried is the same.
        start.Environment["PIPELINE_TRANSPORT"] = "rabbitmq";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var kill = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var progress = ReadAsync(process, stopOnce);
        await process.WaitForExitAsync(CancellationToken.None);
        return new BuiltProgram(process.ExitCode, await output, await progress);
    }

    private static async Task<string> ReadAsync(Process process, string? stopOnce)
    {
        var said = new StringBuilder();
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            said.AppendLine(line);
            if (stopOnce is not null && line.Contains(stopOnce, StringComparison.Ordinal))
            {
                stopOnce = null;
                using var kill = Process.Start("kill", ["-s", "TERM", $"{process.Id}"]);
                await kill.WaitForExitAsync(CancellationToken.None);
            }
        }

        return said.ToString();
    }
}
