using System.Globalization;
using System.Text.Json;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Executions and fees as activities of the account.</summary>
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
        if (execution.ExecRefId is { } reference)
        {
            writer.WriteString("previous_execution_id", reference);
        }

        writer.WriteEndObject();
    }

    /// <summary>The id of a fee's activity: its day, at midnight, and its own.</summary>
    public static string Id(SimulatedFee fee) => $"{fee.CreatedAt.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}000000000::{fee.FeeId}";

    /// <summary>A fee. It names neither a time nor, as a rule, an order; coins are negative, and so is money, where they are taken.</summary>
    public static void Write(Utf8JsonWriter writer, SimulatedFee fee)
    {
        var isOfHolding = fee.OfHolding != 0;
        writer.WriteStartObject();
        writer.WriteString("id", Id(fee));
        writer.WriteString("activity_type", Type(fee));
        writer.WriteString("date", fee.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("created_at", JsonText.Time(fee.CreatedAt));
        writer.WriteString("net_amount", JsonText.Number(isOfHolding ? 0 : -fee.Amount));
        writer.WriteString("description", fee.Text);
        if (isOfHolding)
        {
            writer.WriteString("qty", JsonText.Number(-fee.Amount));
            writer.WriteString("price", JsonText.Number(fee.Px));
        }

        Optional(writer, "symbol", fee.Symbol?.Replace("/", ""));
        Optional(writer, "activity_sub_type", fee.SubType);
        Optional(writer, "order_id", fee.OrderId);
        writer.WriteString("currency", isOfHolding ? SimulatedFee.Money : fee.Currency);
        writer.WriteString("status", "executed");
        writer.WriteEndObject();
    }

    public static string Type(SimulatedFee fee) => fee.IsOfPair ? "CFEE" : "FEE";

    private static void Optional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Type(SimulatedExecution execution) => execution.Kind switch
    {
        ExecutionKind.Trade => execution.LeavesQty == 0 ? "fill" : "partial_fill",
        ExecutionKind.Bust => "trade_bust",
        ExecutionKind.Correct => "trade_correct",
        _ => throw new InvalidOperationException($"Nobody writes {execution.Kind}."),
    };
}
