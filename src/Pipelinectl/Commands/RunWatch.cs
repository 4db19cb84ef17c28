using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>Follows a run of replays with a progress bar until it ends or stands still. The run goes on without it.</summary>
internal static class RunWatch
{
    private const int WidestBar = 30;
    private const int NarrowestBar = 5;
    private const int UsualWindow = 80;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> FollowAsync(Connection connection, ParseResult parsed, PipelineClient client, string run, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowToEndAsync(connection, parsed, client, run, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested ? e is OperationCanceledException : e is CtlException { ExitCode: ExitCode.Unreachable })
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"\nRun {run} goes on without you. To follow it: pipelinectl dlq runs watch {run}; to have it wait: pipelinectl dlq runs pause {run} --why ...; to end it: pipelinectl dlq runs stop {run} --why ...")
                .ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<int> FollowToEndAsync(Connection connection, ParseResult parsed, PipelineClient client, string run, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected;
        var last = "";
        while (true)
        {
            var now = await LookAsync(parsed, client, run, cancellationToken).ConfigureAwait(false);
            var bar = isTerminal ? Bar(now, Console.WindowWidth is > 0 and var window ? window : UsualWindow) : Bar(now);
            if (!connection.WantsJson(parsed) && bar != last)
            {
                // What the line before was longer by must not stay there.
                await output.WriteAsync(isTerminal ? $"\r{bar.PadRight(last.Length)}" : $"{bar}\n").ConfigureAwait(false);
                last = bar;
            }

            if (now.Text("state") == "running")
            {
                await Task.Delay(Look, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (isTerminal && !connection.WantsJson(parsed))
            {
                await output.WriteLineAsync().ConfigureAwait(false);
            }

            await DeadLetterCommand.WriteAsync(connection, parsed, now, found => output.WriteLine(Plain.Of(End(found)))).ConfigureAwait(false);
            return now.Text("state") == "done" && now.Text("failed_again") == "0" ? (int)ExitCode.Done : (int)ExitCode.FailedAgain;
        }
    }

    // A run goes on while its pipeline can't answer for a moment, and so does who watches it.
    private static async Task<JsonElement> LookAsync(ParseResult parsed, PipelineClient client, string run, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await client.GetAsync($"v1/replay-runs/{run}", cancellationToken).ConfigureAwait(false);
            }
            catch (CtlException e) when (e.ExitCode == ExitCode.Unreachable && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                if (isFirst)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync($"\npipelinectl: {e.Message}. Asking again for {Patience.TotalSeconds:0} s").ConfigureAwait(false);
                }

                await Task.Delay(Look, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>How far a run has come, in one line that is shorter than the window: one that fills it would be written again below itself.</summary>
    public static string Bar(JsonElement run, int window = int.MaxValue)
    {
        var (total, looked) = (Number(run, "total"), Number(run, "replayed") + Number(run, "passed_over"));
        var before = $"run {run.Text("id")} [";
        var after = $"] {looked}/{total}  worked off {run.Text("worked_off")}, failed again {run.Text("failed_again")}, waiting {run.Text("waiting")}, passed over {run.Text("passed_over")}";
        var width = Math.Clamp(window - 1 - before.Length - after.Length, NarrowestBar, WidestBar);
        var filled = total == 0 ? width : (int)Math.Min(width, width * looked / total);
        var line = $"{before}{new string('#', filled)}{new string('.', width - filled)}{after}";
        return line.Length < window ? line : line[..(window - 1)];
    }

    private static string End(JsonElement run) => run.Text("state") switch
    {
        "done" => $"Run {run.Text("id")} is done: {run.Text("reason")}.",
        "paused" => $"Run {run.Text("id")} is paused: {run.Text("reason")}. To go on: pipelinectl dlq runs resume {run.Text("id")} --why ...; to end it: pipelinectl dlq runs stop {run.Text("id")} --why ...",
        var state => $"Run {run.Text("id")} is {state}: {run.Text("reason")}.",
    };

    private static long Number(JsonElement run, string name) => long.Parse(run.Text(name), CultureInfo.InvariantCulture);
}
