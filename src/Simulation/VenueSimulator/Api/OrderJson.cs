using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>An order as Alpaca describes it.</summary>
internal static class OrderJson
{
    public static ReadOnlyMemory<byte> Write(SimulatedOrder order, OrderState state) =>
        JsonText.Write(writer => Write(writer, order, state));

    public static void Write(Utf8JsonWriter writer, SimulatedOrder order, OrderState state)
    {
        writer.WriteStartObject();
        writer.WriteString("id", order.OrderId);
        writer.WriteString("client_order_id", order.ClOrdId);
        Times(writer, order, state);
        JsonText.Text(writer, "replaced_by", state.ReplacedBy);
        JsonText.Text(writer, "replaces", order.Replaces);
        writer.WriteString("asset_id", Ids.Asset(order.Symbol));
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("asset_class", order.Symbol.Contains('/') ? "crypto" : "us_equity");
        writer.WriteNull("notional");
        writer.WriteString("qty", JsonText.Number(state.OrderQty));
        writer.WriteString("filled_qty", JsonText.Number(state.CumQty));
        JsonText.Number(writer, "filled_avg_price", state.AvgPx is { } px ? Math.Round(px, 9) : null);
        writer.WriteString("order_class", "");
        writer.WriteString("order_type", Words.Of(order.OrdType));
        writer.WriteString("type", Words.Of(order.OrdType));
        writer.WriteString("side", Words.Of(order.Side));
        writer.WriteString("time_in_force", Words.Of(order.TimeInForce));
        JsonText.Number(writer, "limit_price", state.Price);
        JsonText.Number(writer, "stop_price", state.StopPx);
        writer.WriteString("status", state.Status);
        writer.WriteBoolean("extended_hours", order.TimeInForce == TimeInForce.ExtendedHours);
        writer.WriteNull("legs");
        writer.WriteNull("trail_percent");
        writer.WriteNull("trail_price");
        writer.WriteNull("hwm");
        writer.WriteEndObject();
    }

    private static void Times(Utf8JsonWriter writer, SimulatedOrder order, OrderState state)
    {
        var created = JsonText.Time(order.CreatedAt);
        writer.WriteString("created_at", created);
        JsonText.Time(writer, "updated_at", state.UpdatedAt);
        writer.WriteString("submitted_at", created);
        JsonText.Time(writer, "filled_at", state.FilledAt);
        JsonText.Time(writer, "expired_at", state.ExpiredAt);
        JsonText.Time(writer, "expires_at", order.ExpiresAt);
        JsonText.Time(writer, "canceled_at", state.CanceledAt);
        JsonText.Time(writer, "failed_at", state.FailedAt);
        JsonText.Time(writer, "replaced_at", state.ReplacedAt);
    }
}
