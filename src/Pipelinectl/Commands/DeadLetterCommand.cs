using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl dlq</c>: messages that could not be processed, and what to do about them.</summary>
internal static class DeadLetterCommand
{
    public static Command Create(Connection connection) => new("dlq", "Dead letters: looks at messages that could not be processed, and replays, edits or discards them.")
    {
        List(connection),
        Groups(connection),
        Show(connection),
        History(connection),
        ReplayCommand.Create(connection),
        ReplayRunCommand.Create(connection),
        Edit(connection),
        Act(connection, "discard", "Decides that nothing is to come of a dead letter. Its order stays parked; undo takes it back."),
        Act(connection, "undo", "Takes a discard back: the dead letter is open again."),
    };

    public static Argument<long> Id() => new("ID") { Description = "The dead letter's number." };

    /// <summary>Writes an answer: as JSON for programs, else by a screen.</summary>
    public static async Task WriteAsync(Connection connection, ParseResult parsed, JsonElement answer, Action<JsonElement> write)
    {
        if (connection.WantsJson(parsed))
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(Answer.Indent(answer)).ConfigureAwait(false);
            return;
        }

        write(answer);
    }

    private static Command List(Connection connection)
    {
        var filter = new DeadLetterFilterOptions();
        var state = new Option<string>("--state") { Description = "Which: open, replayed, discarded or all.", DefaultValueFactory = _ => "open" };
        state.AcceptOnlyFromAmong("open", "replayed", "discarded", "all");
        var limit = new Option<int>("--limit") { Description = "So many at most, 1 to 500.", DefaultValueFactory = _ => 50 };
        var before = new Option<long?>("--before") { Description = "Only those before this one: the last of the page before.", HelpName = "ID" };
        var command = new TaughtCommand(
            "list",
            "Lists dead letters, the newest first.",
            """
            Examples:
              pipelinectl dlq list --stage validation --symbol AAPL
              pipelinectl dlq list --reason "can't be read" --older-than 15m
            """) { state, limit, before };
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            Task<JsonElement> PageAsync(int most, long? before) =>
                client.GetAsync($"v1/dead-letters?state={parsed.GetValue(state)}&limit={most}{(before is null ? "" : $"&before={before}")}{filter.Query(parsed)}", cancellationToken);
            var letters = await PageAsync(parsed.GetValue(limit), parsed.GetValue(before)).ConfigureAwait(false);

            // A page that is not full is the last; behind a full one there may be nothing.
            var hasEarlier = letters.GetArrayLength() == parsed.GetValue(limit) && !connection.WantsJson(parsed)
                && (await PageAsync(1, letters[letters.GetArrayLength() - 1].GetProperty("id").GetInt64()).ConfigureAwait(false)).GetArrayLength() > 0;
            await WriteAsync(connection, parsed, letters, found => DeadLetterScreen.Write(parsed.InvocationConfiguration.Output, [.. found.EnumerateArray()], hasEarlier)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Groups(Connection connection)
    {
        var state = new Option<string>("--state") { Description = "Of which: open, replayed or discarded.", DefaultValueFactory = _ => "open" };
        state.AcceptOnlyFromAmong("open", "replayed", "discarded");
        var command = new TaughtCommand("groups", "Lists dead letters that are alike as groups, the one with the oldest first.", "Example:\n  pipelinectl dlq groups") { state };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var groups = await client.GetAsync($"v1/dead-letters/groups?state={parsed.GetValue(state)}", cancellationToken).ConfigureAwait(false);
            await WriteAsync(connection, parsed, groups, found => DeadLetterScreen.WriteGroups(parsed.InvocationConfiguration.Output, [.. found.EnumerateArray()])).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Show(Connection connection)
    {
        var id = Id();
        var command = new TaughtCommand("show", "Tells one dead letter: message, headers, exception, edits, and what a replay would do now.", "Example:\n  pipelinectl dlq show 12") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var found = await client.GetAsync($"v1/dead-letters/{parsed.GetRequiredValue(id)}", cancellationToken).ConfigureAwait(false);
            await WriteAsync(connection, parsed, found, one => DeadLetterScreen.WriteOne(parsed.InvocationConfiguration.Output, one)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command History(Connection connection)
    {
        var id = Id();
        var command = new TaughtCommand("history", "Tells everything that happened to a dead letter: when, who, why and what came of it.", "Example:\n  pipelinectl dlq history 12") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var history = await client.GetAsync($"v1/dead-letters/{parsed.GetRequiredValue(id)}/history", cancellationToken).ConfigureAwait(false);
            await WriteAsync(connection, parsed, history, found => DeadLetterScreen.WriteHistory(parsed.InvocationConfiguration.Output, [.. found.EnumerateArray()])).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Edit(Connection connection)
    {
        var id = Id();
        var file = new Option<FileInfo>("--file") { Description = "The message as it is to be.", HelpName = "FILE", Required = true };
        file.AcceptExistingOnly();
        var why = WhyOption.Create();
        var command = new TaughtCommand(
            "edit",
            "Gives the message that a replay sends. The original is kept, and show tells the difference.",
            """
            Example:
              pipelinectl dlq show 12 --json | jq -r .body_untrusted > m.json; $EDITOR m.json
              pipelinectl dlq edit 12 --file m.json --why "qty was negative"
              pipelinectl dlq replay 12 --why "qty was negative"
            """) { id, file, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await MessageFile.ReadAsync(parsed.GetRequiredValue(file).FullName, cancellationToken).ConfigureAwait(false);
            using var client = connection.Open(parsed);
            var number = parsed.GetRequiredValue(id);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/dead-letters/{number}:edit", new { why = parsed.GetRequiredValue(why), body = body.TrimEnd('\n') }, cancellationToken)
                .ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", $"pipelinectl dlq show {number}").ConfigureAwait(false);
        });
        return command;
    }

    private static Command Act(Connection connection, string act, string description)
    {
        var id = Id();
        var why = WhyOption.Create();
        var command = new TaughtCommand(act, description, $"Example:\n  pipelinectl dlq {act} 12 --why \"what made you do it\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var number = parsed.GetRequiredValue(id);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/dead-letters/{number}:{act}", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", $"pipelinectl dlq history {number}").ConfigureAwait(false);
        });
        return command;
    }
}
