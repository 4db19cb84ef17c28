using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl halt</c>, <c>resume</c> and <c>halts</c>: stops trading in a scope, lets it go on, shows what is stopped.</summary>
internal static class HaltCommands
{
    public static Command Halt(Connection connection)
    {
        var (scope, why) = (Scope(), WhyOption.Create());
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Let through what makes a position smaller, and nothing else." };
        var cancelOpen = new Option<bool>("--cancel-open") { Description = "Cancel what is open at the venue in the scope." };
        var command = new TaughtCommand(
            "halt",
            "Halts a scope: from now on nothing in it is sent, in any process.",
            """
            Orders that come to the gate meanwhile are denied. Orders that are open at the venue stay open, unless you say --cancel-open.
            A symbol may be written in lower case, as in an intent. A strategy is taken as it is written; a venue must be the pipeline's.
            A halt in force can be made stricter by another one, never looser. With this program out of reach, make the file HALT in the
            pipeline's data folder: echo 'all # why' > HALT

            Examples:
              pipelinectl halt all --why "venue reports wrong prices"
              pipelinectl halt strategy:momentum --cancel-open --why "buys what it should sell"
              pipelinectl halt symbol:AAPL --reduce-only --why "corporate action today"
            """) { scope, why, reduceOnly, cancelOpen };
        command.SetAction((parsed, cancellationToken) =>
        {
            var body = new Dictionary<string, object> { ["why"] = parsed.GetRequiredValue(why) };
            if (parsed.GetValue(reduceOnly))
            {
                body["mode"] = "reduce_only";
            }

            if (parsed.GetValue(cancelOpen))
            {
                body["cancel_open"] = true;
            }

            return ActAsync(connection, parsed, HttpMethod.Put, $"v1/halts/{Uri.EscapeDataString(parsed.GetRequiredValue(scope))}", body, cancellationToken);
        });
        return command;
    }

    public static Command Resume(Connection connection)
    {
        var (scope, why) = (Scope(), WhyOption.Create());
        var command = new TaughtCommand(
            "resume",
            "Releases a halt. It takes two operators: the first asks for it, another one releases it. Orders that it denied stay denied.",
            """
            Example:
              pipelinectl resume symbol:AAPL --why "split is booked"
            """) { scope, why };
        command.SetAction((parsed, cancellationToken) => ActAsync(
            connection, parsed, HttpMethod.Post, $"v1/halts/{Uri.EscapeDataString(parsed.GetRequiredValue(scope))}/resume", new { why = parsed.GetRequiredValue(why) }, cancellationToken));
        return command;
    }

    public static Command List(Connection connection)
    {
        var zone = ZoneOption.Create();
        var command = new Command("halts", "Lists the halts in force: what is stopped, by whom and why, and who wants it released.") { zone };
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

            var table = Paper.Table("UTC", clock.City, "scope", "stops", "by", "why", "release");
            foreach (var halt in halts.EnumerateArray())
            {
                var at = halt.Time("at");
                table.AddRow(
                    Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(halt.Text("scope")), Paper.Cell(Stops(halt)),
                    Paper.Cell(halt.Text("by")), Paper.Cell(halt.Text("why")), Paper.Cell(Release(halt)));
            }

            Paper.Write(output, table);
        });
        return command;
    }

    private static string Stops(JsonElement halt) =>
        (halt.Text("mode") == "reduce_only" ? "all but reducing" : "all") + (IsTrue(halt, "cancel_open") ? ", cancels" : "");

    private static string Release(JsonElement halt) =>
        IsTrue(halt, "in_file") ? "take the halt file away, then two operators"
        : halt.Text("resume_requested_by") is { Length: > 0 } by ? $"{by} wants it; another operator by {Clock.Utc(halt.Time("resume_expires_at"))}"
        : "two operators";

    private static bool IsTrue(JsonElement halt, string name) => halt.Part(name).ValueKind == JsonValueKind.True;

    private static Argument<string> Scope()
    {
        var scope = new Argument<string>("SCOPE") { Description = "all, venue:NAME, strategy:NAME or symbol:NAME", HelpName = "SCOPE" };
        scope.CompletionSources.Add("all", "venue:", "strategy:", "symbol:");
        return scope;
    }

    private static async Task ActAsync(Connection connection, ParseResult parsed, HttpMethod method, string path, object body, CancellationToken cancellationToken)
    {
        using var client = connection.Open(parsed);
        var answer = await client.ActAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        await ActAnswer.WriteAsync(connection, parsed, answer, "", "pipelinectl halts").ConfigureAwait(false);
    }
}
