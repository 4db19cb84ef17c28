using System.CommandLine;
using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Pipeline.Pipelinectl.Screens;

namespace Pipeline.Pipelinectl.Commands;

/// <summary><c>pipelinectl order list</c>.</summary>
internal static class OrderListCommand
{
    /// <summary>Where an order can be, as the pipeline's API has it.</summary>
    public static readonly string[] States = ["proposed", "validated", "held", "released", "submitting", "working", "unresolved", "done"];

    private const int LargestPage = 500;

    public static Command Create(Connection connection)
    {
        var state = new Option<string?>("--state") { Description = "Where the orders are." };
        state.AcceptOnlyFromAmong(States);
        var symbol = new Option<string?>("--symbol") { Description = "What they trade.", HelpName = "SYMBOL" };
        var strategy = new Option<string?>("--strategy") { Description = "Whose they are.", HelpName = "STRATEGY" };
        var limit = new Option<int>("--limit") { Description = "Most orders to list.", HelpName = "N", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit is at least 1");
            }
        });
        var zone = ZoneOption.Create();
        var command = new TaughtCommand(
            "list",
            "Lists orders, the newest first.",
            """
            Examples:
              pipelinectl order list --state held          what waits for a person
              pipelinectl order list --state unresolved    what may be at the venue, with nobody sure
              pipelinectl order list --symbol AAPL --strategy momentum --limit 10
            """) { state, symbol, strategy, limit, zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clock = ZoneOption.Read(parsed, zone);
            var most = parsed.GetValue(limit);
            var filters = new[] { ("state", parsed.GetValue(state)), ("symbol", parsed.GetValue(symbol)), ("strategy_id", parsed.GetValue(strategy)) };
            using var client = connection.Open(parsed);
            var (orders, areMore) = await FindAsync(client, filters, most, cancellationToken).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            if (connection.WantsJson(parsed))
            {
                await output.WriteLineAsync(Answer.Indent(orders)).ConfigureAwait(false);
            }
            else
            {
                OrderListScreen.Write(output, orders, areMore, clock);
            }
        });
        return command;
    }

    private static async Task<(IReadOnlyList<JsonElement> Orders, bool AreMore)> FindAsync(
        PipelineClient client, IEnumerable<(string Name, string? Value)> filters, int most, CancellationToken cancellationToken)
    {
        var query = filters.Where(filter => filter.Value is not null).Select(filter => $"&{filter.Name}={Uri.EscapeDataString(filter.Value!)}");
        var next = (string?)$"v1/orders?newest_first=true&limit={Math.Min(most, LargestPage)}{string.Concat(query)}";
        var orders = new List<JsonElement>();
        while (next is not null && orders.Count < most)
        {
            var (page, following) = await client.PageAsync(next, cancellationToken).ConfigureAwait(false);
            orders.AddRange(page.EnumerateArray());
            next = following;
        }

        return ([.. orders.Take(most)], next is not null || orders.Count > most);
    }
}
