using System.CommandLine;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl market</c>: what is known of halts and price bands, and saying so where the venue does not.</summary>
internal static class MarketCommand
{
    public static Command Create(Connection connection) => new("market", "What is known of halts and price bands of the market, and saying so where the venue does not.")
    {
        Show(connection),
        Say(
            connection, "say-market", "MARKET", "v1/markets", "Says whether a market trades: halted, closed or open. It holds until --until, or until something else is said.",
            "Example:\n  pipelinectl market say-market XNYS halted --until 2026-03-02T15:30:00Z --why \"floor evacuated\"",
            new Option<DateTimeOffset?>("--until") { Description = "When that ends by itself, as 2026-03-02T15:30:00Z.", HelpName = "TIME" }),
        Say(
            connection, "say-symbol", "SYMBOL", "v1/symbols", "Says whether a symbol trades, in FIX's words: trading_halt, resume, ready_to_trade and others. It holds until something else is said.",
            "Example:\n  pipelinectl market say-symbol AAPL trading_halt --why \"T1, news pending\""),
    };

    private static Command Show(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new TaughtCommand("show", "Shows all that is known, by whom it was said and when.", "Example:\n  pipelinectl market show") { zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var known = await client.GetAsync("v1/market-status", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(known)).ConfigureAwait(false);
                return;
            }

            var table = Paper.Table("UTC", clock.City, "of", "is", "until, UTC", "says", "text");
            void Add(System.Text.Json.JsonElement one, string of, string said, string source, string text)
            {
                var at = one.Time("at");
                table.AddRow(Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(of), Paper.Cell(said), Paper.Cell(one.Text("until").Length > 0 ? Clock.Utc(one.Time("until")) : ""), Paper.Cell(source), Paper.Cell(text));
            }

            foreach (var one in known.GetProperty("markets").EnumerateArray())
            {
                Add(one, one.Text("market"), one.Text("status"), one.Text("source"), one.Text("text"));
            }

            foreach (var one in known.GetProperty("symbols").EnumerateArray())
            {
                Add(one, one.Text("symbol"), one.Text("status"), one.Text("source"), one.Text("text"));
            }

            foreach (var one in known.GetProperty("bands").EnumerateArray())
            {
                var limit = one.TryGetProperty("limit_side", out var side) && side.ValueKind == System.Text.Json.JsonValueKind.String ? $"limit state, {side.GetString()}" : "";
                Add(one, one.Text("symbol"), $"{one.GetProperty("low_limit_price")} to {one.GetProperty("high_limit_price")}", "", limit);
            }

            if (table.Rows.Count == 0)
            {
                await output.WriteLineAsync("Nobody has said anything.").ConfigureAwait(false);
                return;
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static TaughtCommand Say(Connection connection, string name, string what, string path, string description, string example, Option<DateTimeOffset?>? until = null)
    {
        var of = new Argument<string>(what) { Description = $"The {what.ToLowerInvariant()}.", HelpName = what };
        var status = new Argument<string>("STATUS") { Description = "The word.", HelpName = "STATUS" };
        var why = WhyOption.Create();
        var command = new TaughtCommand(name, description, example) { of, status, why };
        if (until is not null)
        {
            command.Options.Add(until);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);
            var body = new Dictionary<string, object> { ["why"] = parsed.GetRequiredValue(why), ["status"] = parsed.GetRequiredValue(status) };
            if (until is not null && parsed.GetValue(until) is { } end)
            {
                body["until"] = end.UtcDateTime;
            }

            var answer = await client.ActAsync(HttpMethod.Put, $"{path}/{Uri.EscapeDataString(parsed.GetRequiredValue(of))}/status", (object)body, cancellationToken).ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl market show").ConfigureAwait(false);
        });
        return command;
    }
}
