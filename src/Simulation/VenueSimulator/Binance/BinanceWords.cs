using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Binance's words, both ways.</summary>
internal static class BinanceWords
{
    public static string Of(Side side) => side == Side.Buy ? "BUY" : "SELL";

    public static string Of(OrdType type) => type switch
    {
        OrdType.Market => "MARKET",
        OrdType.Limit => "LIMIT",
        OrdType.Stop => "STOP_LOSS",
        OrdType.StopLimit => "STOP_LOSS_LIMIT",
        _ => throw new InvalidOperationException($"Nobody writes {type}."),
    };

    /// <summary>An order without a time in force shows GTC.</summary>
    public static string Of(TimeInForce tif, OrdType type) => type is OrdType.Limit or OrdType.StopLimit
        ? tif switch { TimeInForce.Ioc => "IOC", TimeInForce.Fok => "FOK", _ => "GTC" }
        : "GTC";

    /// <summary>The state of an order. What is not traded at once and may not rest has expired.</summary>
    public static string Status(SimulatedOrder order, OrderState state) => state.Status switch
    {
        OrderStatuses.PartiallyFilled => "PARTIALLY_FILLED",
        OrderStatuses.Filled => "FILLED",
        OrderStatuses.Canceled => order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok ? "EXPIRED" : "CANCELED",
        OrderStatuses.Expired => "EXPIRED",
        OrderStatuses.Rejected => "REJECTED",
        OrderStatuses.PendingCancel => "PENDING_CANCEL",
        _ => state.CumQty > 0 ? "PARTIALLY_FILLED" : "NEW",
    };

    /// <summary>What an event is called on the stream; null for what Binance does not tell.</summary>
    public static string? Of(EventKind kind, SimulatedOrder order) => kind switch
    {
        EventKind.New => "NEW",
        EventKind.Fill or EventKind.PartialFill => "TRADE",
        EventKind.Canceled => order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok ? "EXPIRED" : "CANCELED",
        EventKind.Expired => "EXPIRED",
        EventKind.Rejected => "REJECTED",
        EventKind.Restated => "REPLACED",
        _ => null,
    };
}
