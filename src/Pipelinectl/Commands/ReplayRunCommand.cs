using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl dlq runs</c>: replays of many, under way or over.</summary>
internal static class ReplayRunCommand
{
    /// <summary>So many runs the pipeline tells of.</summary>
    private const int Most = 100;

    public static Command Create(Connection connection) => new("runs", "Runs of replays: looks at them, and has one wait, go on or end.")
    {
        List(connection),
        Watch(connection),
        Act(connection, "pause", "Has a run wait."),
        Act(connection, "resume", "Has a paused run go on; its canary begins anew."),
        Act(connection, "stop", "Ends a run where it is. What it has replayed is replayed."),
    };

    private static Command List(Connection connection)
    {
        var command = new TaughtCommand("list", "Lists runs, the newest first.", "Example:\n  pipelinectl dlq runs list");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var runs = await client.GetAsync("v1/replay-runs", cancellationToken).ConfigureAwait(false);
            await DeadLetterCommand.WriteAsync(connection, parsed, runs, found =>
            {
                var table = Paper.Table("run", "began, UTC", "state", "of which", "replayed", "worked off", "failed again", "passed over", "of", "by", "why");
                foreach (var run in found.EnumerateArray())
                {
                    table.AddRow(
                        Paper.Cell(run.Text("id")), Paper.Cell(Clock.Utc(run.Time("began_at"))), Paper.Cell($"{run.Text("state")}{run.Text(": ", "reason")}"), Paper.Cell(Filter(run.Part("filter"))), Paper.Cell(run.Text("replayed")), Paper.Cell(run.Text("worked_off")),
                        Paper.Cell(run.Text("failed_again")), Paper.Cell(run.Text("passed_over")), Paper.Cell(run.Text("total")), Paper.Cell(run.Text("by")), Paper.Cell(run.Text("why")));
                }

                Paper.Write(parsed.InvocationConfiguration.Output, table);
                if (found.GetArrayLength() == Most)
                {
                    parsed.InvocationConfiguration.Output.WriteLine($"These are the {Most} newest.");
                }
            }).ConfigureAwait(false);
        });
        return command;
    }

    // The state is open for each of them.
    private static string Filter(System.Text.Json.JsonElement filter) =>
        string.Join(", ", filter.EnumerateObject().Where(field => field.Name != "state" && field.Value.ValueKind != System.Text.Json.JsonValueKind.Null).Select(field => $"{field.Name} {field.Value}")) is { Length: > 0 } said ? said : "all";

    private static Command Watch(Connection connection)
    {
        var id = Id();
        var command = new TaughtCommand("watch", "Follows a run until it ends or stands still. It goes on without that.", "Example:\n  pipelinectl dlq runs watch 3") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            return await RunWatch.FollowAsync(connection, parsed, client, $"{parsed.GetRequiredValue(id)}", cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Act(Connection connection, string act, string description)
    {
        var id = Id();
        var why = WhyOption.Create();
        var command = new TaughtCommand(act, description, $"Example:\n  pipelinectl dlq runs {act} 3 --why \"what made you do it\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var number = parsed.GetRequiredValue(id);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/replay-runs/{number}:{act}", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", $"pipelinectl dlq runs watch {number}").ConfigureAwait(false);
        });
        return command;
    }

    private static Argument<long> Id() => new("RUN") { Description = "The run's number." };
}
