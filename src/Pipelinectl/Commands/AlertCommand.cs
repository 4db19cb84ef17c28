using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl alerts</c>: what woke a person and stands in the worklist by itself, and acknowledging it.</summary>
internal static class AlertCommand
{
    public static Command Create(Connection connection) => new("alerts", "Alerts that wait for a person and that nothing else in the worklist tells of.")
    {
        List(connection), Acknowledge(connection),
    };

    private static Command List(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new TaughtCommand("list", "Lists the alerts that stand, the oldest first.", "Example:\n  pipelinectl alerts list") { zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var alerts = await client.GetAsync("v1/alerts", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(alerts)).ConfigureAwait(false);
                return;
            }

            if (alerts.GetArrayLength() == 0)
            {
                await output.WriteLineAsync("No alert stands.").ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("UTC", clock.City, "alert", "code", "of", "times");
            foreach (var one in alerts.EnumerateArray())
            {
                var at = one.Time("first_at");
                table.AddRow(
                    Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(one.Text("id")), Paper.Cell(one.Text("code")),
                    Paper.Cell(one.Text("scope")), Paper.Cell(one.Text("times")));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static Command Acknowledge(Connection connection)
    {
        var id = new Argument<long>("ID") { Description = "The alert's number." };
        var why = WhyOption.Create();
        var command = new TaughtCommand(
            "acknowledge",
            "Says that an alert was seen and is taken care of. It leaves the worklist, and stands there again when it is raised again.",
            "Example:\n  pipelinectl alerts acknowledge 3 --why \"the file is being mended\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/alerts/{parsed.GetRequiredValue(id)}:acknowledge", parsed.GetRequiredValue(why), cancellationToken)
                .ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl alerts list").ConfigureAwait(false);
        });
        return command;
    }
}
