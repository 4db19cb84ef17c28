using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl breaks</c>: where our view and the venue's are not the same, and what to do about it.</summary>
internal static class BreakCommand
{
    /// <summary>In what they can differ, as the pipeline's API has it.</summary>
    private static readonly string[] Kinds =
    [
        "execution_missing_here", "execution_missing_there", "order_status_differs", "position_differs", "cash_differs", "external_order", "external_position",
        "over_fill", "reject_breaker",
    ];

    public static Command Create(Connection connection) => new("breaks", "Looks at what differs from the venue, and acts on it.")
    {
        List(connection),
        Show(connection),
        Awaited(connection),
        Act(connection, "accept", "Lets a break stand. Orders that were held for it go through the checks again; it is raised again when it has changed or has been away. Resets a reject breaker."),
        Act(connection, "adjust", "Makes our position or cash the venue's, by a ledger entry that names you and the reason."),
    };

    private static Command List(Connection connection)
    {
        var all = new Option<bool>("--all") { Description = "Those that are over too." };
        var symbol = new Option<string?>("--symbol") { Description = "Of which symbol.", HelpName = "SYMBOL" };
        var kind = new Option<string?>("--kind") { Description = "In what." };
        kind.AcceptOnlyFromAmong(Kinds);
        var zone = ZoneOption.Create();
        var command = new TaughtCommand(
            "list",
            "Lists breaks, the oldest first.",
            """
            Examples:
              pipelinectl breaks list
              pipelinectl breaks list --all --symbol AAPL
            """) { all, symbol, kind, zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            var filters = new[] { ("symbol", parsed.GetValue(symbol)), ("kind", parsed.GetValue(kind)) };
            var query = string.Concat(filters.Where(filter => filter.Item2 is not null).Select(filter => $"&{filter.Item1}={Uri.EscapeDataString(filter.Item2!)}"));
            using var client = connection.Open(parsed);
            var breaks = await Pages.AllAsync(
                last => client.GetAsync($"v1/breaks?open={(parsed.GetValue(all) ? "false" : "true")}&limit={Pages.Largest}&after={last ?? 0}{query}", cancellationToken), "id").ConfigureAwait(false);
            await WriteAsync(connection, parsed, breaks, found => BreakScreen.Write(parsed.InvocationConfiguration.Output, [.. found.EnumerateArray()], clock)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Show(Connection connection)
    {
        var id = Id();
        var zone = ZoneOption.Create();
        var command = new TaughtCommand("show", "Tells one break: both views, how old it is, what became of it.", "Example:\n  pipelinectl breaks show 12") { id, zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var found = await client.GetAsync($"v1/breaks/{parsed.GetRequiredValue(id)}", cancellationToken).ConfigureAwait(false);
            await WriteAsync(connection, parsed, found, one => BreakScreen.WriteOne(parsed.InvocationConfiguration.Output, one, clock)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Awaited(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new TaughtCommand(
            "awaited", "Lists what is missing at the venue that may be fees which it has taken and not listed yet: no breaks until the time that each says.",
            "Example:\n  pipelinectl breaks awaited") { zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var fees = await client.GetAsync("v1/awaited-fees", cancellationToken).ConfigureAwait(false);
            await WriteAsync(connection, parsed, fees, found => BreakScreen.WriteAwaited(parsed.InvocationConfiguration.Output, [.. found.EnumerateArray()], clock)).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Act(Connection connection, string act, string description)
    {
        var id = Id();
        var why = WhyOption.Create();
        var command = new TaughtCommand(act, description, $"Example:\n  pipelinectl breaks {act} 12 --why \"what made you do it\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var number = parsed.GetRequiredValue(id);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/breaks/{number}:{act}", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", $"pipelinectl breaks show {number}").ConfigureAwait(false);
        });
        return command;
    }

    private static Argument<long> Id() => new("ID") { Description = "The break's number." };

    private static async Task WriteAsync(Connection connection, ParseResult parsed, JsonElement answer, Action<JsonElement> write)
    {
        if (connection.WantsJson(parsed))
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(Answer.Indent(answer)).ConfigureAwait(false);
            return;
        }

        write(answer);
    }
}
