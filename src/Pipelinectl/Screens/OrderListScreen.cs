using System.Text.Json;
using Pipeline.Pipelinectl.Http;
using Spectre.Console;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>Orders, one a line, the newest first.</summary>
internal static class OrderListScreen
{
    public static void Write(TextWriter output, IReadOnlyList<JsonElement> orders, bool areMore, Clock clock)
    {
        var table = Paper.Table("UTC", clock.City, "ClOrdId", "state", "order", "stands");
        foreach (var order in orders)
        {
            var at = order.Time("received_at");
            table.AddRow(
                Paper.Cell(Clock.Utc(at)), Paper.Cell(clock.AtExchange(at)), Paper.Cell(order.Text("cl_ord_id")), Paper.Cell(order.Text("state")),
                Paper.Cell(OrderWords.Terms(order)), Paper.Cell(OrderWords.Standing(order) + order.Text(", ", "code")));
        }

        if (orders.Count > 0)
        {
            Paper.Write(output, table);
        }

        output.WriteLine($"{orders.Count} {(orders.Count == 1 ? "order" : "orders")}{(areMore ? "; there are more: raise --limit or narrow the list" : "")}");
    }
}
