using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pipeline.Intentctl.Http;
using Pipeline.Intentctl.Screens;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>intentctl list</c>.</summary>
internal static class ListCommand
{
    /// <summary>Where an order can be, as the pipeline's API has it.</summary>
    public static readonly string[] States = ["proposed", "validated", "held", "released", "submitting", "working", "unresolved", "done"];

    private const int LargestPage = 500;

    private static readonly string[] Filters = ["state", "ord_status", "symbol", "side", "portfolio", "rebalance_id", "intent_id"];

    public static Command Create(Connection connection)
    {
        var filters = Filters.Select(filter => new Option<string?>($"--{filter.Replace('_', '-')}") { Description = $"Only orders of this {filter}.", HelpName = "VALUE" }).ToList();
        filters[0].CompletionSources.Add(States);
        var limit = new Option<string?>("--limit") { Description = "Most orders to list, 1 to 5000. [default 50]", HelpName = "N" };
        var command = new TaughtCommand(
            "list",
            "Lists orders, the newest first.",
            """
            Examples:
              intentctl list --state unresolved     what may be at the venue, with nobody sure yet
              intentctl list --state held           what waits for its market or for a person
              intentctl list --symbol AAPL --limit 10 --table
            """);
        filters.ForEach(command.Options.Add);
        command.Options.Add(limit);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var most = Most(parsed.GetValue(limit));
            var said = Filters.Zip(filters.Select(parsed.GetValue)).Where(filter => filter.Second is not null).Select(filter => (filter.First, filter.Second!));
            using var client = connection.Open(parsed);
            var (orders, areMore) = await FindAsync(client, said, most, cancellationToken).ConfigureAwait(false);
            var report = new Report
            {
                Code = ExitCode.Ok,
                Next = areMore ? "There are more: raise --limit, or narrow the list." : orders.Count > 0 ? "These are all." : "There is none.",
                Orders = orders,
            };
            return await Ending.WriteAsync(connection, parsed, report, OrderScreen.Write).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Orders that fit, the newest first, and whether there are more.</summary>
    public static async Task<(IReadOnlyList<JsonElement> Orders, bool AreMore)> FindAsync(
        PipelineClient client, IEnumerable<(string Name, string Value)> filters, int most, CancellationToken cancellationToken)
    {
        var query = filters.Select(filter => $"&{filter.Name}={Uri.EscapeDataString(filter.Value)}");
        var next = (string?)$"v1/orders?newest_first=true&limit={Math.Min(most, LargestPage)}{string.Concat(query)}";
        var orders = new List<JsonElement>();
        while (next is not null && orders.Count < most)
        {
            var reply = await client.GetAsync(next, cancellationToken).ConfigureAwait(false);
            client.Shaped(reply, body => body.ValueKind != JsonValueKind.Array ? "$ as a list of orders"
                : body.EnumerateArray().Select((order, i) => OrderShape.Missing(order, $"$[{i}]")).FirstOrDefault(missing => missing is not null));
            orders.AddRange(reply.Body.EnumerateArray());
            next = reply.NextPage;
        }

        return ([.. orders.Take(most)], next is not null || orders.Count > most);
    }

    private static int Most(string? text) => text is null ? 50
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 5000 ? most
        : throw IntentctlException.Usage($"--limit: '{text}' is no whole number from 1 to 5000");
}
