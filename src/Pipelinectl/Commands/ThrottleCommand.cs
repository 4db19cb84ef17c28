using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl throttles</c>: who is shut out for doing the same too often, and letting it in again.</summary>
internal static class ThrottleCommand
{
    public static Command Create(Connection connection) => new("throttles", "Strategies that are shut out for doing the same too often.")
    {
        List(connection), Open(connection),
    };

    private static Command List(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new TaughtCommand("list", "Lists the throttles that are shut, the oldest first.", "Example:\n  pipelinectl throttles list") { zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var throttles = await client.GetAsync("v1/throttles", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(throttles)).ConfigureAwait(false);
                return;
            }

            if (throttles.GetArrayLength() == 0)
            {
                await output.WriteLineAsync("Nobody is shut out.").ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("UTC", clock.City, "throttle", "strategy", "symbol", "side", "shut by");
            foreach (var one in throttles.EnumerateArray())
            {
                var at = one.Time("shut_at");
                table.AddRow(
                    Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(one.Text("id")), Paper.Cell(one.Text("strategy_id")),
                    Paper.Cell(one.Text("symbol")), Paper.Cell(one.Text("side")), Paper.Cell(one.Text("cl_ord_id")));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static Command Open(Connection connection)
    {
        var id = new Argument<long>("ID") { Description = "The throttle's number." };
        var why = WhyOption.Create();
        var command = new TaughtCommand(
            "open",
            "Lets a strategy in again, in a symbol and on a side. Look first at what it has done: nothing but you stands between it and the market.",
            "Example:\n  pipelinectl throttles open 3 --why \"the loop in its plan is mended\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(HttpMethod.Post, $"v1/throttles/{parsed.GetRequiredValue(id)}:open", parsed.GetRequiredValue(why), cancellationToken)
                .ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl throttles list").ConfigureAwait(false);
        });
        return command;
    }
}
