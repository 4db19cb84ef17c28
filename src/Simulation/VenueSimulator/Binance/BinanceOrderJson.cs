using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Orders, trades and events as Binance writes them: numbers as text with eight decimals, times in milliseconds.</summary>
internal static class BinanceOrderJson
{
    /// <summary>An order in the answer to a request that placed or canceled it.</summary>
    public static ReadOnlyMemory<byte> Answer(SimulatedOrder order, OrderState state, DateTimeOffset now) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        Terms(writer, order, state);
        writer.WriteNumber("transactTime", now.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
    });

    /// <summary>An order as it is listed.</summary>
    public static void Order(Utf8JsonWriter writer, SimulatedOrder order)
    {
        writer.WriteStartObject();
        Terms(writer, order, order.State);
        writer.WriteNumber("time", order.CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("updateTime", order.State.UpdatedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("workingTime", order.CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteBoolean("isWorking", order.IsOpen);
        writer.WriteString("icebergQty", Text(0));
        writer.WriteEndObject();
    }

    /// <summary>A trade as it is listed.</summary>
    public static void Trade(Utf8JsonWriter writer, SimulatedExecution trade, SimulatedFee? commission)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", BinanceSymbols.ToVenue(trade.Order.Symbol));
        writer.WriteNumber("id", trade.Seq);
        writer.WriteNumber("orderId", trade.Order.Seq);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("price", Text(trade.Px));
        writer.WriteString("qty", Text(trade.Qty));
        writer.WriteString("quoteQty", Text(trade.Qty * trade.Px));
        writer.WriteString("commission", Text(commission?.Amount ?? 0));
        writer.WriteString("commissionAsset", commission?.Currency ?? BinanceSymbols.CoinOf(trade.Order.Symbol));
        writer.WriteNumber("time", trade.At.ToUnixTimeMilliseconds());
        writer.WriteBoolean("isBuyer", trade.Order.Side == Side.Buy);
        writer.WriteBoolean("isMaker", false);
        writer.WriteBoolean("isBestMatch", true);
        writer.WriteEndObject();
    }

    /// <summary>An event executionReport.</summary>
    public static ReadOnlyMemory<byte> Report(StreamEvent happened, string word, SimulatedFee? commission) => JsonText.Write(writer =>
    {
        var (order, state, trade) = (happened.Order, happened.State, happened.Execution);
        var isCancel = word == "CANCELED";
        writer.WriteStartObject();
        writer.WriteString("e", "executionReport");
        writer.WriteNumber("E", happened.At.ToUnixTimeMilliseconds());
        writer.WriteString("s", BinanceSymbols.ToVenue(order.Symbol));
        writer.WriteString("c", isCancel ? $"cancel-{order.Seq}" : order.ClOrdId);
        writer.WriteString("S", BinanceWords.Of(order.Side));
        writer.WriteString("o", BinanceWords.Of(order.OrdType));
        writer.WriteString("f", BinanceWords.Of(order.TimeInForce, order.OrdType));
        writer.WriteString("q", Text(state.OrderQty));
        writer.WriteString("p", Text(state.Price ?? 0));
        writer.WriteString("P", Text(state.StopPx ?? 0));
        writer.WriteString("F", Text(0));
        writer.WriteNumber("g", -1);
        writer.WriteString("C", isCancel ? order.ClOrdId : "");
        writer.WriteString("x", word);
        writer.WriteString("X", BinanceWords.Status(order, state));
        writer.WriteString("r", happened.Kind == EventKind.Rejected ? happened.Reason ?? "NONE" : "NONE");
        writer.WriteNumber("i", order.Seq);
        writer.WriteString("l", Text(trade?.Qty ?? 0));
        writer.WriteString("z", Text(state.CumQty));
        writer.WriteString("L", Text(trade?.Px ?? 0));
        writer.WriteString("n", Text(commission?.Amount ?? 0));
        JsonText.Text(writer, "N", commission?.Currency);
        writer.WriteNumber("T", happened.At.ToUnixTimeMilliseconds());
        writer.WriteNumber("t", trade?.Seq ?? -1);
        writer.WriteNumber("I", happened.At.Ticks);
        writer.WriteBoolean("w", order.IsOpen);
        writer.WriteBoolean("m", false);
        writer.WriteBoolean("M", false);
        writer.WriteNumber("O", order.CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteString("Z", Text(state.Value));
        writer.WriteString("Y", Text((trade?.Qty ?? 0) * (trade?.Px ?? 0)));
        writer.WriteString("Q", Text(0));
        writer.WriteString("V", "NONE");
        writer.WriteEndObject();
    });

    /// <summary>A number with its eight decimals.</summary>
    public static string Text(decimal value) => Math.Round(value, 8).ToString("0.00000000", System.Globalization.CultureInfo.InvariantCulture);

    private static void Terms(Utf8JsonWriter writer, SimulatedOrder order, OrderState state)
    {
        writer.WriteString("symbol", BinanceSymbols.ToVenue(order.Symbol));
        writer.WriteNumber("orderId", order.Seq);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("clientOrderId", order.ClOrdId);
        writer.WriteString("price", Text(state.Price ?? 0));
        writer.WriteString("origQty", Text(state.OrderQty));
        writer.WriteString("executedQty", Text(state.CumQty));
        writer.WriteString("origQuoteOrderQty", Text(0));
        writer.WriteString("cummulativeQuoteQty", Text(state.Value));
        writer.WriteString("status", BinanceWords.Status(order, state));
        writer.WriteString("timeInForce", BinanceWords.Of(order.TimeInForce, order.OrdType));
        writer.WriteString("type", BinanceWords.Of(order.OrdType));
        writer.WriteString("side", BinanceWords.Of(order.Side));
        if (state.StopPx is { } stop)
        {
            writer.WriteString("stopPrice", Text(stop));
        }

        writer.WriteString("selfTradePreventionMode", "NONE");
    }
}
