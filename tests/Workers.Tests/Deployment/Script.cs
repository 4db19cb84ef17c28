using System.Diagnostics;

namespace Pipeline.Workers.Tests.Deployment;

/// <summary>What became of a program that has ended.</summary>
internal sealed record Script(int ExitCode, string Output, string Error)
{
    public static Script Run(string program, (string Name, string Value)[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Script(process.ExitCode, output, error.Result);
    }
}
