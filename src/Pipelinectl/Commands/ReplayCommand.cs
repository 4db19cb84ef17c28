using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl dlq replay</c>: of one dead letter, or of all that are alike.</summary>
internal static class ReplayCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create(Connection connection)
    {
        var id = new Argument<long?>("ID") { Description = "One dead letter, by its number; or say which by options.", Arity = ArgumentArity.ZeroOrOne };
        var filter = new DeadLetterFilterOptions();
        var all = new Option<bool>("--all") { Description = "Every open one." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only says what a replay of each would do now." };
        var rate = new Option<int>("--rate") { Description = "Messages a second, 1 to 10000.", DefaultValueFactory = _ => 50 };
        var canary = new Option<bool>("--canary") { Description = "One first, then ten, then a hundred, stopping when one fails again; false for none.", DefaultValueFactory = _ => true };
        var detach = new Option<bool>("--detach") { Description = "Does not wait for the end of a run." };
        var why = WhyOption.Create();
        why.Required = false;
        var command = new TaughtCommand(
            "replay",
            "Replays one dead letter, or all that are alike. An order that was never sent goes through every check again; one that may have been sent is asked about.",
            """
            Examples:
              pipelinectl dlq replay 12 --dry-run
              pipelinectl dlq replay 12 --why "the price feed is mended"
              pipelinectl dlq replay --group 3 --rate 200 --why "the price feed is mended"
              pipelinectl dlq replay --stage analytics --older-than 1h --canary false --why "news only"

            Exit code 7: it failed again, or the run stands still and waits for you. Exit code 2: nothing is known of it yet.
            """) { id, all, dryRun, rate, canary, detach, why };
        filter.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(dryRun) == false && result.GetResult(why) is null)
            {
                result.AddError("--why is needed for a replay; --dry-run needs none");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var said = filter.Said(parsed);
            var one = parsed.GetValue(id);
            if ((one is not null ? 1 : 0) + (said.Count > 0 ? 1 : 0) + (parsed.GetValue(all) ? 1 : 0) != 1)
            {
                throw new CtlException(ExitCode.Usage, "Say which: one ID, or options such as --group, or --all");
            }

            if (one is not null && new Option[] { rate, canary, detach }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } ofMany)
            {
                throw new CtlException(ExitCode.Usage, $"{ofMany.Name} is of a run over several; one dead letter is replayed at once");
            }

            if (parsed.GetValue(dryRun))
            {
                return await DryRunAsync(connection, parsed, client, one, filter.Query(parsed), cancellationToken).ConfigureAwait(false);
            }

            var reason = parsed.GetRequiredValue(why);
            if (one is { } number)
            {
                return await OneAsync(connection, parsed, client, number, reason, cancellationToken).ConfigureAwait(false);
            }

            var body = new Dictionary<string, object>(said) { ["why"] = reason, ["rate"] = parsed.GetValue(rate), ["canary"] = parsed.GetValue(canary), ["all"] = parsed.GetValue(all) };
            var begun = await client.ActAsync(HttpMethod.Post, "v1/replay-runs", body, cancellationToken).ConfigureAwait(false);
            var run = begun.Part("shown").Text("run");
            if (parsed.GetValue(detach))
            {
                await ActAnswer.WriteAsync(connection, parsed, begun, "", $"pipelinectl dlq runs watch {run}").ConfigureAwait(false);
                return (int)ExitCode.Done;
            }

            return await RunWatch.FollowAsync(connection, parsed, client, run, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> DryRunAsync(Connection connection, ParseResult parsed, PipelineClient client, long? id, string query, CancellationToken cancellationToken)
    {
        var runs = id is { } number
            ? JsonSerializer.SerializeToElement(new[] { (await client.GetAsync($"v1/dead-letters/{number}", cancellationToken).ConfigureAwait(false)).Part("replay") })
            : await Pages.AllAsync(
                last => client.GetAsync($"v1/dead-letters/dry-run?limit={Pages.Largest}{(last is null ? "" : $"&before={last}")}{query}", cancellationToken), "dead_letter").ConfigureAwait(false);
        await DeadLetterCommand.WriteAsync(connection, parsed, runs, found => DeadLetterScreen.WriteDryRuns(parsed.InvocationConfiguration.Output, [.. found.EnumerateArray()])).ConfigureAwait(false);
        return (int)ExitCode.Done;
    }

    // It is replayed, whoever can't answer for a moment.
    private static async Task<string> ResultAsync(PipelineClient client, long id, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetAsync($"v1/dead-letters/{id}", cancellationToken).ConfigureAwait(false)).Text("result");
        }
        catch (CtlException e) when (e.ExitCode == ExitCode.Unreachable)
        {
            return "";
        }
    }

    // What comes of it is known when its stage has worked it off, which it may not do for a while.
    private static async Task<int> OneAsync(Connection connection, ParseResult parsed, PipelineClient client, long id, string why, CancellationToken cancellationToken)
    {
        var answer = await client.ActAsync(HttpMethod.Post, $"v1/dead-letters/{id}:replay", why, cancellationToken).ConfigureAwait(false);
        if (!connection.WantsJson(parsed))
        {
            await ActAnswer.WriteAsync(connection, parsed, answer, "", null).ConfigureAwait(false);
        }

        var began = TimeProvider.System.GetTimestamp();
        var output = parsed.InvocationConfiguration.Output;
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            switch (await ResultAsync(client, id, cancellationToken).ConfigureAwait(false))
            {
                case "done":
                    await SayAsync("done", "Worked off.").ConfigureAwait(false);
                    return (int)ExitCode.Done;
                case "failed":
                    await SayAsync("failed", $"It failed again. See: pipelinectl dlq show {id}").ConfigureAwait(false);
                    return (int)ExitCode.FailedAgain;
                default:
                    await Task.Delay(Look, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }

        await SayAsync(null, $"Nothing is known of it yet. See: pipelinectl dlq show {id}").ConfigureAwait(false);
        return (int)ExitCode.Unreachable;

        Task SayAsync(string? result, string line) =>
            output.WriteLineAsync(connection.WantsJson(parsed) ? Answer.Indent(new { done = answer.Text("done"), result }) : line);
    }
}
