using System.CommandLine;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl cancel</c>: takes back what is left of an order of one's own strategy.</summary>
internal static class CancelCommand
{
    public static Command Create(Connection connection)
    {
        var id = new Argument<string>("ID") { Description = "The order's ClOrdId, or the venue's OrderId." };
        var why = new Option<string?>("--reason") { Description = "Why. It stands in the journal.", HelpName = "TEXT" };
        var command = new TaughtCommand(
            "cancel",
            "Takes back what is left of an order and of its line. Run again it asks the venue nothing more.",
            "Example:\n  intentctl cancel ID --reason \"the signal is gone\"") { id, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetRequiredValue(id) is { } said && said.Trim().Length > 0
                ? $"v1/orders/{Uri.EscapeDataString(said)}"
                : throw IntentctlException.Usage("The ID is empty: name an order by its ClOrdId or the venue's OrderId");
            using var client = connection.Open(parsed);
            var query = parsed.GetValue(why) is { } reason ? $"?why={Uri.EscapeDataString(reason)}" : "";
            var reply = await client.SendAsync(HttpMethod.Delete, named + query, null, null, cancellationToken).ConfigureAwait(false);
            var report = reply is { Status: 409, Problem: "order-done" }
                ? Done(reply, client.Shaped(await client.GetAsync(named, cancellationToken).ConfigureAwait(false), body => OrderShape.Missing(body, "$")))
                : new Report
                {
                    Code = ExitCode.Ok,
                    Next = "It is asked for. Until the venue has answered the order may still fill: `intentctl status` says what became of it.",
                    Answer = client.Shaped(client.Said(reply, isWrite: true), body => body.Text("done").Length > 0 ? null : "$.done", isWrite: true).Body,
                };
            return await Ending.WriteAsync(connection, parsed, report, (output, ended) => output.WriteLine(Plain.Of(ended.Answer.Text("done")))).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>What it means that an order was done already: success where it is canceled. Pure.</summary>
    public static Report Done(Reply reply, Reply order) => OrderOutcome.IsCanceled(order.Body)
        ? new Report { Code = ExitCode.Duplicate, Next = "It is canceled already: nothing of it is open.", Answer = reply.Body, Orders = [order.Body] }
        : new Report
        {
            Code = ExitCode.Rejected,
            Message = reply.Body.Text("detail"),
            Next = "There is nothing left to cancel. If the position is not wanted, that is a new plan with a new rebalance_id.",
            Answer = reply.Body,
            Orders = [order.Body],
        };
}
