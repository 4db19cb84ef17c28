using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl strategies</c>: promotes a strategy from paper, takes that back, shows which are promoted.</summary>
internal static class StrategyCommand
{
    public static Command Create(Connection connection) => new("strategies", "Promotes strategies from paper, and shows which are.")
    {
        List(connection),
        Act(connection, "promote", "Lets a strategy trade at a venue other than paper."),
        Act(connection, "demote", "Makes a strategy paper-only again, from its next order on."),
    };

    private static Command List(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new Command("list", "Lists the strategies that are promoted, by whom and why; every other one is paper-only.") { zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var promotions = await client.GetAsync("v1/strategies", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(promotions)).ConfigureAwait(false);
                return;
            }

            if (promotions.GetArrayLength() == 0)
            {
                await output.WriteLineAsync("No strategy is promoted.").ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("UTC", clock.City, "strategy", "by", "why");
            foreach (var promotion in promotions.EnumerateArray())
            {
                var at = promotion.Time("at");
                table.AddRow(
                    Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(promotion.Text("strategy_id")), Paper.Cell(promotion.Text("by")),
                    Paper.Cell(promotion.Text("why")));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static Command Act(Connection connection, string act, string description)
    {
        var name = new Argument<string>("NAME") { Description = "The strategy, as intents write it.", HelpName = "NAME" };
        var why = WhyOption.Create();
        var command = new TaughtCommand(act, description, $"Example:\n  pipelinectl strategies {act} NAME --why \"what made you do it\"") { name, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var answer = await client.ActAsync(
                HttpMethod.Post, $"v1/strategies/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/{act}", parsed.GetRequiredValue(why), cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl strategies list").ConfigureAwait(false);
        });
        return command;
    }
}
