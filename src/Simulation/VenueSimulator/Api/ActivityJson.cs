using System.Globalization;
using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>An execution as an activity of the account.</summary>
internal static class ActivityJson
{
    /// <summary>The activity's id, whose last part is the execution's.</summary>
    public static string Id(SimulatedExecution execution) =>
        $"{execution.At.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}::{execution.ExecId}";

    public static void Write(Utf8JsonWriter writer, SimulatedExecution execution)
    {
        var order = execution.Order;
        writer.WriteStartObject();
        writer.WriteString("id", Id(execution));
        writer.WriteString("activity_type", "FILL");
        writer.WriteString("transaction_time", JsonText.Time(execution.At));
        writer.WriteString("type", Type(execution));
        writer.WriteString("price", JsonText.Number(execution.Px));
        writer.WriteString("qty", JsonText.Number(execution.Qty));
        writer.WriteString("side", Words.Of(order.Side));
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("leaves_qty", JsonText.Number(execution.LeavesQty));
        writer.WriteString("order_id", order.OrderId);
        writer.WriteString("cum_qty", JsonText.Number(execution.CumQty));
        writer.WriteString("order_status", order.Status);
        if (execution.Charge is { } charge)
        {
            writer.WriteString("commission", JsonText.Number(charge.Amount));
            writer.WriteString("commission_currency", charge.Currency);
        }

        if (execution.ExecRefId is { } reference)
        {
            writer.WriteString("previous_execution_id", reference);
        }

        writer.WriteEndObject();
    }

    private static string Type(SimulatedExecution execution) => execution.Kind switch
    {
        ExecutionKind.Trade => execution.LeavesQty == 0 ? "fill" : "partial_fill",
        ExecutionKind.Bust => "trade_bust",
        ExecutionKind.Correct => "trade_correct",
        _ => throw new InvalidOperationException($"Nobody writes {execution.Kind}."),
    };
}
