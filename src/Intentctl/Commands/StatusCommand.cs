using System.CommandLine;
using System.Text.Json;
using Pipeline.Intentctl.Http;
using Pipeline.Intentctl.Screens;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl status</c>: where an order is, or the orders of a plan.</summary>
internal static class StatusCommand
{
    public static Command Create(Connection connection)
    {
        var id = new Argument<string?>("ID") { Description = "The order's ClOrdId, or the venue's OrderId.", Arity = ArgumentArity.ZeroOrOne };
        var plan = new Option<string?>("--rebalance-id") { Description = "All orders of a plan, instead of one.", HelpName = "ID" };
        var command = new TaughtCommand(
            "status",
            "Says where an order is, or all orders of a plan: at once, or with --wait when they are done.",
            """
            The exit code is that of the worst order: 5 when it may be at the venue and nobody knows yet, 2 when it was denied or rejected.

            Examples:
              intentctl status ID
              intentctl status --rebalance-id plan-7 --wait 60
            """) { id, plan };
        var wait = new WaitOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            wait.Bound(parsed);
            var look = Look(parsed.GetValue(id), parsed.GetValue(plan));
            using var client = connection.Open(parsed);
            var (orders, waited) = wait.IsAsked(parsed)
                ? await wait.ForAsync(client, parsed, _ => look(client, cancellationToken), cancellationToken).ConfigureAwait(false)
                : (await look(client, cancellationToken).ConfigureAwait(false), (Waited?)null);
            var report = new Report
            {
                Code = OrderOutcome.CodeOf(orders),
                Next = OrderOutcome.Next(orders),
                Waited = waited,
                Orders = orders,
            };
            return await Ending.WriteAsync(connection, parsed, report, OrderScreen.Write).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Orders by their ids.</summary>
    /// <param name="client">The pipeline.</param>
    /// <param name="ids">Which.</param>
    /// <param name="seen">What was read of them before: one that is done is not asked for again; one that is held may be released.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(PipelineClient client, IEnumerable<string> ids, IReadOnlyList<JsonElement> seen, CancellationToken cancellationToken)
    {
        var done = seen.Where(OrderOutcome.IsDone).ToDictionary(order => order.Text("cl_ord_id"));
        var orders = new List<JsonElement>();
        foreach (var id in ids)
        {
            if (done.TryGetValue(id, out var known))
            {
                orders.Add(known);
                continue;
            }

            client.Renew();
            orders.Add(client.Shaped(await client.GetAsync($"v1/orders/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false), body => OrderShape.Missing(body, "$")).Body);
        }

        return orders;
    }

    private static Func<PipelineClient, CancellationToken, Task<IReadOnlyList<JsonElement>>> Look(string? id, string? plan) => (id, plan) switch
    {
        ({ Length: > 0 }, null) => (client, cancellationToken) => ReadAsync(client, [id], [], cancellationToken),
        (null, { Length: > 0 }) => (client, cancellationToken) => OfPlanAsync(client, plan, cancellationToken),
        _ => throw IntentctlException.Usage("Name one order by its ID, or a plan by --rebalance-id. `intentctl list` shows the orders there are"),
    };

    private static async Task<IReadOnlyList<JsonElement>> OfPlanAsync(PipelineClient client, string plan, CancellationToken cancellationToken)
    {
        var (orders, _) = await ListCommand.FindAsync(client, [("rebalance_id", plan)], int.MaxValue, cancellationToken).ConfigureAwait(false);
        return orders.Count > 0
            ? orders
            : throw new IntentctlException(
                ExitCode.Invalid, $"No order of {plan} is recorded", "If you have submitted it and got no answer, submit the same again, with the same rebalance_id.");
    }
}
