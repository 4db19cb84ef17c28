using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Screens;

/// <summary>Orders for people, one a line.</summary>
internal static class OrderScreen
{
    public static void Write(TextWriter output, Report report)
    {
        Write(output, report.Orders!);
        if (report.Waited is { } waited)
        {
            output.WriteLine(Said(waited));
        }
    }

    public static void Write(TextWriter output, IReadOnlyList<JsonElement> orders) => Aligned.Write(
        output,
        orders.Count == 0 ? [] : [["state", "ord_status", "order", "filled", "code", "cl_ord_id"], .. orders.Select(Row)]);

    public static string Said(Waited waited) => waited.IsOver
        ? $"Waited {waited.Seconds:0.0} s: {waited.For}."
        : $"Waited {waited.Seconds:0.0} s for {waited.For}, and it is not yet.";

    private static string[] Row(JsonElement order) =>
    [
        order.Text("state"), order.Text("ord_status"), $"{order.Text("side")} {order.Text("qty")} {order.Text("symbol")} {order.Text("order_type")} {order.Text("limit_price")}".TrimEnd(),
        $"{order.Text("cum_qty")}{(order.Text("avg_px") is { Length: > 0 } price ? $" at {price}" : "")}", order.Text("code"), order.Text("cl_ord_id"),
    ];
}
