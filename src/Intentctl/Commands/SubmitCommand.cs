using System.CommandLine;
using System.Text.Json;
using Pipeline.Intentctl.Http;
using Pipeline.Intentctl.Screens;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl submit</c>: publishes an intent.</summary>
internal static class SubmitCommand
{
    public static Command Create(Connection connection, Stream input)
    {
        var command = new TaughtCommand(
            "submit",
            "Submits an intent: of one line as flags, or any from a file. Run again it changes nothing, and returns the same orders.",
            """
            It answers as soon as the intent is recorded, and waits for no check and no fill unless --wait says so.

            Examples:
              intentctl submit --rebalance-id plan-7 --portfolio core --symbol AAPL --side buy --qty 10 --order-type limit --limit-price 180.25 --reason "drift"
              intentctl submit plan-7.json
              intentctl submit plan-7.json --wait 30
            """);
        var source = new IntentSource(command, input);
        var wait = new WaitOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            wait.Bound(parsed);
            var document = await source.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
            using var client = connection.Open(parsed);
            IntentSource.MustNameItsPlan(document, source.KeyOf(parsed), client);
            var reply = await client.SendAsync(HttpMethod.Post, "v1/intents", document, source.KeyOf(parsed), cancellationToken).ConfigureAwait(false);
            var report = SubmitOutcome.Of(reply, client.Address);
            if (report.Message is null && wait.IsAsked(parsed))
            {
                report = await WaitAsync(client, wait, parsed, report, cancellationToken).ConfigureAwait(false);
            }

            return await Ending.WriteAsync(connection, parsed, report, SubmitScreen.Write).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<Report> WaitAsync(PipelineClient client, WaitOption wait, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var ids = report.Answer.List("orders").Select(line => line.Text("cl_ord_id")).ToList();
        IReadOnlyList<JsonElement> orders;
        Waited waited;
        try
        {
            (orders, waited) = await wait.ForAsync(client, parsed, seen => StatusCommand.ReadAsync(client, ids, seen, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (IntentctlException e)
        {
            // It is recorded, whatever comes of the look: a key may submit and not read.
            return report with { Next = $"It is recorded, and what became of it could not be asked: {e.Report.Message}. Don't submit it under another rebalance_id.", Waited = wait.InVain(parsed) };
        }

        var code = OrderOutcome.CodeOf(orders);
        return report with
        {
            Code = code == ExitCode.Ok && report.Code == ExitCode.Duplicate ? ExitCode.Duplicate : code,
            Next = OrderOutcome.Next(orders),
            Waited = waited,
            Orders = orders,
        };
    }
}
