using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl order</c>: looks at orders and acts on one.</summary>
internal static class OrderCommand
{
    public static Command Create(Connection connection) => new("order", "Looks at orders, and acts on one.")
    {
        Show(connection),
        OrderListCommand.Create(connection),
        Act(connection, "cancel", "Cancels what is left of an order, wherever it is: what was never sent ends here, what may be at the venue is asked for until the venue has taken the request."),
        Act(
            connection, "release", "Lets a held order through the checks once more. The code that held it is waived, for this order alone; every other check runs.",
            new Option<string?>("--code") { Description = "The code to waive, as you have seen it. Where another one holds the order by now, nothing is waived. Without it whatever holds it is.", HelpName = "CODE" }),
        Act(connection, "deny", "Ends a held order. Nothing of it is sent."),
    };

    private static Command Show(Connection connection)
    {
        var id = Id();
        var zone = ZoneOption.Create();
        var command = new TaughtCommand(
            "show",
            "Tells the whole life of an order, in order.",
            """
            It tells the intent the order came from, each check with the facts and limits it saw, the permission to send, the
            venue's answers, every execution with what is filled and its average price after it, alerts, who released, canceled
            or denied it and why. Times are when the pipeline recorded it; the venue's own time stands where it differs.

            Examples:
              pipelinectl order show ID
              pipelinectl order show ID --json | jq -r '.timeline[] | select(.kind == "AlertRaised") | .summary'
            """) { id, zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            using var client = connection.Open(parsed);
            var path = PathOf(parsed.GetRequiredValue(id));
            var order = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            var timeline = await client.GetAsync($"{path}/timeline", cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(new { order, timeline })).ConfigureAwait(false);
            }
            else
            {
                OrderScreen.Write(output, order, timeline, clock);
            }
        });
        return command;
    }

    private static Command Act(Connection connection, string act, string description, Option<string?>? code = null)
    {
        var id = Id();
        var why = WhyOption.Create();
        var command = new TaughtCommand(act, description, $"Example:\n  pipelinectl order {act} ID --why \"what made you do it\"") { id, why };
        if (code is not null)
        {
            command.Options.Add(code);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed);

            // The venue's OrderId names the order too, so the act is done on what was found by it.
            var order = await client.GetAsync(PathOf(parsed.GetRequiredValue(id)), cancellationToken).ConfigureAwait(false);
            var answer = await client.ActAsync(HttpMethod.Post, $"{PathOf(order.Text("cl_ord_id"))}/{act}", BodyOf(parsed.GetRequiredValue(why), code is null ? null : parsed.GetValue(code)), cancellationToken)
                .ConfigureAwait(false);
            await ActAnswer.WriteAsync(connection, parsed, answer, $"{OrderWords.Terms(order)}: ", $"pipelinectl order show {order.Text("cl_ord_id")}").ConfigureAwait(false);
        });
        return command;
    }

    private static object BodyOf(string why, string? code) => code is null ? new { why } : new { why, code };

    private static Argument<string> Id() => new("ID") { Description = "The order's ClOrdId, or the venue's OrderId." };

    // Without an id the address would be that of the list.
    private static string PathOf(string id) => !string.IsNullOrWhiteSpace(id)
        ? $"v1/orders/{Uri.EscapeDataString(id)}"
        : throw new CtlException(ExitCode.Usage, "The ID is empty: name an order by its ClOrdId or the venue's OrderId. `pipelinectl order list` shows the orders there are");
}
