using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>Follows a run of replays with a progress bar until it ends or stands still. The run goes on without it.</summary>
internal static class RunWatch
{
    private const int Width = 30;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static async Task<int> FollowAsync(Connection connection, ParseResult parsed, PipelineClient client, string run, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected;
        var last = "";
        while (true)
        {
            var now = await client.GetAsync($"v1/replay-runs/{run}", cancellationToken).ConfigureAwait(false);
            var bar = Bar(now);
            if (!connection.WantsJson(parsed) && bar != last)
            {
                await output.WriteAsync(isTerminal ? $"\r{bar}" : $"{bar}\n").ConfigureAwait(false);
                last = bar;
            }

            if (now.Text("state") == "running")
            {
                await Task.Delay(Look, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (isTerminal)
            {
                await output.WriteLineAsync().ConfigureAwait(false);
            }

            await DeadLetterCommand.WriteAsync(connection, parsed, now, found => output.WriteLine(Plain.Of(End(found)))).ConfigureAwait(false);
            return now.Text("state") == "done" && now.Text("failed_again") == "0" ? (int)ExitCode.Done : (int)ExitCode.FailedAgain;
        }
    }

    /// <summary>How far a run has come, in one line.</summary>
    public static string Bar(JsonElement run)
    {
        var (total, looked) = (Number(run, "total"), Number(run, "replayed") + Number(run, "passed_over"));
        var filled = total == 0 ? Width : (int)Math.Min(Width, (long)Width * looked / total);
        return $"run {run.Text("id")} [{new string('#', filled)}{new string('.', Width - filled)}] {looked}/{total}  worked off {run.Text("worked_off")}, failed again {run.Text("failed_again")}, "
            + $"waiting {run.Text("waiting")}, passed over {run.Text("passed_over")}";
    }

    private static string End(JsonElement run) => run.Text("state") switch
    {
        "done" => $"Run {run.Text("id")} is done: {run.Text("reason")}.",
        "paused" => $"Run {run.Text("id")} is paused: {run.Text("reason")}. To go on: pipelinectl dlq runs resume {run.Text("id")} --why ...; to end it: pipelinectl dlq runs stop {run.Text("id")} --why ...",
        var state => $"Run {run.Text("id")} is {state}: {run.Text("reason")}.",
    };

    private static long Number(JsonElement run, string name) => long.Parse(run.Text(name), CultureInfo.InvariantCulture);
}
