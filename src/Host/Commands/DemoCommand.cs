using System.CommandLine;
using Pipeline.Host.Demo;
using Pipeline.Host.Options;
using Spectre.Console;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline demo</c>: sample orders on their way through every worker, needing nothing and leaving nothing behind.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the final orders as JSON, as GET /v1/orders has them, and nothing else; progress goes to standard error." };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Keep the database, the paper venue's book and the logs in this folder; without it they are removed at the end.", HelpName = "FOLDER" };
        var command = new Command("demo", "Publishes sample intents to a pipeline of its own, on a rehearsal clock over made-up quotes, and shows their orders until all are done.")
        {
            json, data,
        };
        command.SetInterruptibleAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(data) is { } named && File.Exists(named.FullName))
            {
                throw new OptionException($"--data: {named.FullName} is a file; name a folder, which is made where there is none");
            }

            var temporary = result.GetValue(data) is null ? Directory.CreateTempSubdirectory("pipeline-demo-") : null;
            try
            {
                return await RunAsync(result.GetValue(json), (temporary ?? result.GetValue(data)!).FullName, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                temporary?.Delete(recursive: true);
            }
        });
        return command;
    }

    private static Task<int> RunAsync(bool json, string folder, CancellationToken cancellationToken)
    {
        if (json)
        {
            return new DemoRun(new LineScreen(Console.Error), Console.Error).RunAsync(folder, Console.Out, cancellationToken);
        }

        var isTerminal = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;
        return new DemoRun(isTerminal ? new TableScreen(AnsiConsole.Console) : new LineScreen(Console.Out), Console.Out)
            .RunAsync(folder, json: null, cancellationToken);
    }
}
