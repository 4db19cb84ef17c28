using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl venue</c>: how the way to the venue is, and ending what keeps calls from it.</summary>
internal static class VenueCommand
{
    private const string Look = "pipelinectl venue health";

    public static Command Create(Connection connection) => new("venue", "How the way to the venue is, as every process says, and ending a pause.")
    {
        Health(connection), EndPause(connection),
    };

    private static Command Health(Connection connection)
    {
        var command = new TaughtCommand("health", "What every process that calls the venue says of it, and how long ago.", $"Example:\n  {Look}");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var health = await client.GetAsync("v1/venue-health", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(health)).ConfigureAwait(false);
                return;
            }

            await output.WriteLineAsync(Plain.Of($"{health.Text("venue")}: {(health.Text("state") is { Length: > 0 } state ? state : "nobody who is heard says")}")).ConfigureAwait(false);
            var table = Paper.Table("process", "workers", "says", "seconds ago", "why");
            foreach (var one in health.GetProperty("processes").EnumerateArray())
            {
                var said = one.GetProperty("said");
                table.AddRow(
                    Paper.Cell(said.Text("process")), Paper.Cell(Words(said, "workers")),
                    Paper.Cell(one.GetProperty("is_silent").GetBoolean() ? "silent, last " + said.Text("state") : said.Text("state")),
                    Paper.Cell(one.GetProperty("age_s").GetDouble().ToString("0", CultureInfo.InvariantCulture)), Paper.Cell(Words(said, "reasons")));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static Command EndPause(Connection connection)
    {
        var why = WhyOption.Create();
        var command = new TaughtCommand(
            "end-pause",
            "Has every process call the venue again: it forgets that it was asked to leave it alone, and closes its breaker. Nothing changes at the venue: look "
            + "first whether it takes calls (its status page, its support), since calls during a ban can make that longer.",
            $"Example:\n  {Look}\n  pipelinectl venue end-pause --why \"the venue says that the ban is lifted\"") { why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(HttpMethod.Post, "v1/venue-health:end-pause", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", Look).ConfigureAwait(false);
        });
        return command;
    }

    private static string Words(JsonElement of, string name) => string.Join(", ", of.GetProperty(name).EnumerateArray().Select(word => word.GetString()));
}
