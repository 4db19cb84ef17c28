using System.Diagnostics;

namespace Pipeline.Workers.Tests.Demo;

/// <summary>Runs the built program as a user would, and keeps what it said.</summary>
internal sealed record DemoProgram(int ExitCode, string Output, string Progress)
{
    // The demo's own limit is shorter; this one only keeps a program that hangs from holding up the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<DemoProgram> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Whatever the environment says, the demo is the same.
        start.Environment["PIPELINE_TRANSPORT"] = "rabbitmq";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var kill = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var progress = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return new DemoProgram(process.ExitCode, await output, await progress);
    }
}
