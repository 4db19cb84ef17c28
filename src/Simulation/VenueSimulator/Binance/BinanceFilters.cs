using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The filters of every symbol: ticks of a hundredth, lots of a hundred-thousandth, orders worth five at least.</summary>
internal static class BinanceFilters
{
    private const decimal Tick = 0.01m;
    private const decimal MaxPrice = 1_000_000;
    private const decimal Lot = 0.00001m;
    private const decimal MaxQty = 9_000_000;
    private const decimal MinNotional = 5;
    private const decimal MaxNotional = 900_000_000;

    /// <summary>The filter that an order fails; null when it passes.</summary>
    public static string? FailedBy(NewOrder order, Quote? quote) =>
        IsOff(order.Price, Tick, MaxPrice) || IsOff(order.StopPx, Tick, MaxPrice) ? "PRICE_FILTER"
        : IsOff(order.Qty, Lot, MaxQty) ? "LOT_SIZE"
        : (order.Price ?? order.StopPx ?? quote?.Touch(order.Side)) is { } price && order.Qty * price is < MinNotional or > MaxNotional ? "NOTIONAL"
        : null;

    /// <summary>A symbol in the answer to exchangeInfo.</summary>
    public static void Symbol(Utf8JsonWriter writer, string symbol, bool isHalted)
    {
        var parts = symbol.Split('/');
        writer.WriteStartObject();
        writer.WriteString("symbol", BinanceSymbols.ToVenue(symbol));
        writer.WriteString("status", isHalted ? "HALT" : "TRADING");
        writer.WriteString("baseAsset", parts[0]);
        writer.WriteNumber("baseAssetPrecision", 8);
        writer.WriteString("quoteAsset", parts[1]);
        writer.WriteNumber("quotePrecision", 8);
        writer.WriteNumber("quoteAssetPrecision", 8);
        writer.WriteNumber("baseCommissionPrecision", 8);
        writer.WriteNumber("quoteCommissionPrecision", 8);
        Words(writer, "orderTypes", "LIMIT", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT");
        writer.WriteBoolean("icebergAllowed", false);
        writer.WriteBoolean("ocoAllowed", false);
        writer.WriteBoolean("isSpotTradingAllowed", true);
        writer.WriteBoolean("isMarginTradingAllowed", false);
        Words(writer, "permissions", "SPOT");
        writer.WriteStartArray("filters");
        Filter(writer, "PRICE_FILTER", ("minPrice", Tick), ("maxPrice", MaxPrice), ("tickSize", Tick));
        Filter(writer, "LOT_SIZE", ("minQty", Lot), ("maxQty", MaxQty), ("stepSize", Lot));
        Filter(writer, "MARKET_LOT_SIZE", ("minQty", 0), ("maxQty", MaxQty), ("stepSize", 0));
        Filter(writer, "NOTIONAL", ("minNotional", MinNotional), ("maxNotional", MaxNotional));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter writer, string name, params string[] words)
    {
        writer.WriteStartArray(name);
        foreach (var word in words)
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
    }

    private static bool IsOff(decimal? value, decimal step, decimal max) => value is { } number && (number < step || number > max || number % step != 0);

    private static void Filter(Utf8JsonWriter writer, string type, params (string Name, decimal Value)[] fields)
    {
        writer.WriteStartObject();
        writer.WriteString("filterType", type);
        foreach (var (name, value) in fields)
        {
            writer.WriteString(name, BinanceOrderJson.Text(value));
        }

        writer.WriteEndObject();
    }
}
