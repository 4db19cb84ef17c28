using System.Diagnostics;
using NUnit.Framework;
using Pipeline.Pipelinectl;

namespace Pipeline.Workers.Tests.Ctl;

/// <summary>One run of the on-call's command line, and what it said.</summary>
internal sealed record CtlRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it in this process, against a pipeline.</summary>
    public static async Task<CtlRun> OfAsync(Uri url, string? token, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] who = token is null ? [] : ["--token", token];
        var exitCode = await Cli.RunAsync([.. arguments, "--url", url.ToString(), .. who], output, error);
        var run = new CtlRun(exitCode, output.ToString(), error.ToString());
        Assert.That(run.Output + run.Error, token is null ? Is.Not.Null : Does.Not.Contain(token), "the token is never printed");
        return run;
    }

    /// <summary>Runs the built program as a person would, with nothing but variables to say where and who.</summary>
    public static async Task<CtlRun> OfProgramAsync(Uri url, string? token, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipelinectl.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PIPELINE_URL"] = url.ToString();
        start.Environment["PIPELINE_TOKEN"] = token ?? "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return new CtlRun(process.ExitCode, await output, await error);
    }
}
