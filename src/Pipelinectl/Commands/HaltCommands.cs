using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl halt</c>, <c>resume</c> and <c>halts</c>: stops trading in a scope, lets it go on, shows what is stopped.</summary>
internal static class HaltCommands
{
    public static Command Halt(Connection connection) => Act(
        connection,
        "halt",
        "Halts a scope: from now on nothing in it is sent, in any process.",
        """
        Orders that come to the gate meanwhile are denied. Orders that are open at the venue stay open: cancel those one by one.
        A symbol may be written in lower case, as in an intent. A strategy is taken as it is written; a venue must be the pipeline's.

        Examples:
          pipelinectl halt all --why "venue reports wrong prices"
          pipelinectl halt symbol:AAPL --why "corporate action today"
        """,
        HttpMethod.Put,
        scope => $"v1/halts/{scope}");

    public static Command Resume(Connection connection) => Act(
        connection,
        "resume",
        "Lifts a halt. Orders that it denied stay denied.",
        """
        Example:
          pipelinectl resume symbol:AAPL --why "split is booked"
        """,
        HttpMethod.Post,
        scope => $"v1/halts/{scope}/resume");

    public static Command List(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new Command("halts", "Lists the halts in force: what is stopped, by whom and why.") { zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var halts = await client.GetAsync("v1/halts", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(halts)).ConfigureAwait(false);
                return;
            }

            if (halts.GetArrayLength() == 0)
            {
                await output.WriteLineAsync("Nothing is halted.").ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("UTC", clock.City, "scope", "by", "why");
            foreach (var halt in halts.EnumerateArray())
            {
                var at = halt.Time("at");
                table.AddRow(
                    Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(halt.Text("scope")), Paper.Cell(halt.Text("by")), Paper.Cell(halt.Text("why")));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static Command Act(Connection connection, string act, string description, string more, HttpMethod method, Func<string, string> path)
    {
        var scope = new Argument<string>("SCOPE") { Description = "all, venue:NAME, strategy:NAME or symbol:NAME", HelpName = "SCOPE" };
        scope.CompletionSources.Add("all", "venue:", "strategy:", "symbol:");
        var why = WhyOption.Create();
        var command = new TaughtCommand(act, description, more) { scope, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(method, path(Uri.EscapeDataString(parsed.GetRequiredValue(scope))), parsed.GetRequiredValue(why), cancellationToken)
                .ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl halts").ConfigureAwait(false);
        });
        return command;
    }
}
