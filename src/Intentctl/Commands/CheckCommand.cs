using System.CommandLine;
using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl check</c>: what would happen to an intent.</summary>
internal static class CheckCommand
{
    private static readonly string[] GoOn = ["accept", "duplicate"];

    public static Command Create(Connection connection, TextReader input)
    {
        var file = new Argument<string>("FILE") { Description = "The intent (JSON); - is standard input.", DefaultValueFactory = _ => "-" };
        var key = new Option<string?>("--idempotency-key") { Description = "Stands in for a missing rebalance_id, as the header does.", HelpName = "KEY" };
        var command = new Command(
            "check",
            """
            Asks what would happen to an intent if it came now: of each line what every rule says with its facts and limits, the market's
            session, halts, and the order that is known in its slot. The lines are counted together. Nothing is recorded.
            """) { file, key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var document = await ReadAsync(parsed.GetRequiredValue(file), input, cancellationToken).ConfigureAwait(false);
            using var client = connection.Open(parsed);
            var answer = await client.PostAsync("v1/intents:check", document, parsed.GetValue(key), cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsTable(parsed))
            {
                CheckScreen.Write(output, answer);
            }
            else
            {
                await output.WriteLineAsync(Answer.Indent(answer)).ConfigureAwait(false);
            }

            return (int)(answer.List("orders").All(Goes) ? ExitCode.Done : ExitCode.WouldNotGoOn);
        });
        return command;
    }

    private static bool Goes(JsonElement line) => GoOn.Contains(line.Text("outcome"));

    private static async Task<string> ReadAsync(string file, TextReader input, CancellationToken cancellationToken)
    {
        try
        {
            return file == "-"
                ? await input.ReadToEndAsync(cancellationToken).ConfigureAwait(false)
                : await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IntentctlException(ExitCode.Usage, $"{file} can't be read: {e.Message}", e);
        }
    }
}
