using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl notices</c>: what OpenClaw could not be told in time, and having it tried again.</summary>
internal static class NoticeCommand
{
    public static Command Create(Connection connection) => new("notices", "Notices to OpenClaw: which are dead, and trying them again.")
    {
        List(connection), Send(connection),
    };

    private static Command List(Connection connection)
    {
        var state = new Option<string>("--state") { Description = "Which: dead, waiting or sent.", DefaultValueFactory = _ => "dead" };
        state.AcceptOnlyFromAmong("dead", "waiting", "sent");
        var limit = new Option<int>("--limit") { Description = $"So many at most, 1 to {Pages.Largest}.", DefaultValueFactory = _ => 100 };
        var after = new Option<long?>("--after") { Description = "Only those after this one: the last of the page before.", HelpName = "ID" };
        var command = new TaughtCommand("list", "Lists notices, the oldest first.", "Examples:\n  pipelinectl notices list --state waiting\n  pipelinectl notices list --state sent --after 1200") { state, limit, after };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            Task<System.Text.Json.JsonElement> PageAsync(int most, string? from) =>
                client.GetAsync($"v1/notices?state={parsed.GetValue(state)}&limit={most}&after={from ?? "0"}", cancellationToken);
            var notices = await PageAsync(parsed.GetValue(limit), parsed.GetValue(after)?.ToString(System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(notices)).ConfigureAwait(false);
                return;
            }

            if (notices.GetArrayLength() == 0)
            {
                await output.WriteLineAsync($"No notice is {parsed.GetValue(state)}.").ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("notice", "UTC", "tells", "of", "tries", "last failure");
            foreach (var one in notices.EnumerateArray())
            {
                table.AddRow(
                    Paper.Cell(one.Text("id")), Paper.Cell(Clock.Utc(one.Time("made_at"))), Paper.Cell(one.Text("kind")), Paper.Cell(one.Text("subject")),
                    Paper.Cell(one.Text("attempts")), Paper.Cell(one.Text("last_failure")));
            }

            Paper.Write(output, table);
            if (notices.GetArrayLength() == parsed.GetValue(limit) && notices[notices.GetArrayLength() - 1].Text("id") is var last && (await PageAsync(1, last).ConfigureAwait(false)).GetArrayLength() > 0)
            {
                await output.WriteLineAsync($"There are more: --after {last}").ConfigureAwait(false);
            }
        });
        return command;
    }

    private static Command Send(Connection connection)
    {
        var id = new Argument<string>("ID") { Description = "The notice's number, or 'dead' for all that are." };
        id.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not "dead" and var text && !long.TryParse(text, out _))
            {
                result.AddError("ID is a notice's number, or 'dead'");
            }
        });
        var why = WhyOption.Create();
        var command = new TaughtCommand(
            "send",
            "Has a dead notice tried again, with the same bytes as before. OpenClaw may learn of what is long past: each notice says where to look.",
            "Example:\n  pipelinectl notices send dead --why \"the Gateway is back\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/notices/{parsed.GetRequiredValue(id)}:send", parsed.GetRequiredValue(why), cancellationToken)
                .ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl notices list --state waiting").ConfigureAwait(false);
        });
        return command;
    }
}
