using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl brief</c>: what happened, in one page.</summary>
internal static class BriefCommand
{
    public static Command Create(Connection connection)
    {
        var id = new Argument<string?>("ID") { Description = "A brief that was made by itself when an alert paged; its id stands in the notice.", Arity = ArgumentArity.ZeroOrOne };
        var window = new Option<string?>("--window") { Description = "How far back: 1m to 7d. [default 1h]", HelpName = "DURATION" };
        var at = new Option<string?>("--at") { Description = "The window's end, in UTC; now unless said otherwise.", HelpName = "TIME" };
        var alert = new Option<string?>("--alert") { Description = "An alert that it is to be about, by its code or its name.", HelpName = "NAME" };
        var command = new TaughtCommand(
            "brief",
            "Tells what happened within a window and what is in force now: impact, the next command, what not to do, what is not known, the timeline. Made of recorded facts alone. Words of venues, agents and people are marked as untrusted.",
            """
            Examples:
              pipelinectl brief
              pipelinectl brief --window 4h --alert ORDER_UNRESOLVED
              pipelinectl brief brief-1234 --json
            """) { id, window, at, alert };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(id) is not null && new Option[] { window, at, alert }.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } narrowed)
            {
                throw new CtlException(ExitCode.Usage, $"A brief that was made is as it was made: {narrowed.Name} is for one that is made now, without an ID");
            }

            var asked = new List<string>();
            void Ask(string name, string? value)
            {
                if (value is not null)
                {
                    asked.Add($"{name}={Uri.EscapeDataString(value)}");
                }
            }

            var wantsJson = connection.WantsJson(parsed);
            Ask("window", parsed.GetValue(window));
            Ask("at", parsed.GetValue(at));
            Ask("alert", parsed.GetValue(alert));
            Ask("format", wantsJson ? null : "markdown");
            var path = parsed.GetValue(id) is { } named ? $"v1/incidents/briefs/{Uri.EscapeDataString(named)}" : "v1/incidents/brief";
            var address = asked.Count == 0 ? path : $"{path}?{string.Join('&', asked)}";
            using var client = connection.Open(parsed);
            var output = parsed.InvocationConfiguration.Output;
            if (wantsJson)
            {
                await output.WriteLineAsync(Answer.Indent(await client.GetAsync(address, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
            }
            else
            {
                // The server has made every line harmless; what came in between is made so again, line by line.
                foreach (var line in (await client.GetTextAsync(address, cancellationToken).ConfigureAwait(false)).Split('\n'))
                {
                    await output.WriteAsync(Plain.Of(line) + "\n").ConfigureAwait(false);
                }
            }
        });
        return command;
    }
}
