using System.CommandLine;
using Pipeline.Intentctl.Screens;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl check</c>: what would happen to an intent.</summary>
internal static class CheckCommand
{
    public static Command Create(Connection connection, Stream input)
    {
        var command = new TaughtCommand(
            "check",
            "Asks what would happen to an intent if it came now. Nothing is recorded.",
            """
            Of each line it says what every rule says with its facts and limits, the market's session, halts, and the order that is known in
            its slot. The lines are counted together. It ends with the code that submitting it would have come to.

            Examples:
              intentctl check --rebalance-id plan-7 --portfolio core --symbol AAPL --side buy --qty 10 --order-type market
              intentctl check plan-7.json --table
            """);
        var source = new IntentSource(command, input);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var document = await source.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
            using var client = connection.Open(parsed);
            IntentSource.MustNameItsPlan(document, source.KeyOf(parsed), client);
            var reply = await client.SendAsync(HttpMethod.Post, "v1/intents:check", document, source.KeyOf(parsed), cancellationToken).ConfigureAwait(false);
            return await Ending.WriteAsync(connection, parsed, CheckOutcome.Of(reply, client.Address), CheckScreen.Write).ConfigureAwait(false);
        });
        return command;
    }
}
