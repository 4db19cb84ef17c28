using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Intentctl;

namespace Pipeline.Workers.Tests.Agent;

/// <summary>One run of the agent's command line, and what it said.</summary>
internal sealed record IntentctlRun(int ExitCode, string Output, string Error)
{
    /// <summary>What it printed, which is one JSON document whatever happens.</summary>
    public JsonElement Report => JsonElement.Parse(Output);

    public string Said(string name) => Report.TryGetProperty(name, out var said) ? said.ToString() : "";

    /// <summary>The ClOrdId of the only order that it tells of.</summary>
    public string Order => (Report.TryGetProperty("orders", out var orders) ? orders : Report.GetProperty("answer").GetProperty("orders"))
        .EnumerateArray().Single().GetProperty("cl_ord_id").GetString()!;

    /// <summary>Runs it in this process. The machine may be busy, so an answer has time.</summary>
    public static async Task<IntentctlRun> OfAsync(Uri url, string input, params string[] arguments) =>
        await OfAsync(new Dictionary<string, string> { ["PIPELINE_URL"] = url.ToString() }, input, [.. arguments, "--timeout", "30"]);

    /// <summary>Runs it in this process, with these variables and no others.</summary>
    public static async Task<IntentctlRun> OfAsync(IReadOnlyDictionary<string, string> variables, string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var exitCode = await Cli.RunAsync(arguments, stdin, output, error, variables.GetValueOrDefault);
        var run = new IntentctlRun(exitCode, output.ToString(), error.ToString());
        if (!arguments.Contains("--table") && !arguments.Contains("--help"))
        {
            Assert.That(run.Report.GetProperty("exit_code").GetInt32(), Is.EqualTo(exitCode), "the document repeats the code");
        }

        return run;
    }

    /// <summary>Runs the built program as an agent would, with nothing but variables to say where.</summary>
    public static Task<IntentctlRun> OfProgramAsync(Uri url, string? input, params string[] arguments) => OfProgramAsync(url, input, _ => Task.CompletedTask, arguments);

    /// <summary>The same, and does something with the program while it runs.</summary>
    public static async Task<IntentctlRun> OfProgramAsync(Uri url, string? input, Func<Process, Task> meanwhile, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "intentctl.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PIPELINE_URL"] = url.ToString();
        start.Environment.Remove("PIPELINE_INTENT_TOKEN");
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await meanwhile(process);
        await process.WaitForExitAsync(CancellationToken.None);
        return new IntentctlRun(process.ExitCode, await output, await error);
    }
}
