using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance;

/// <summary>Binance's words and FIX's (enums.md). A word that is in no list gives null; whoever asked decides what that means.</summary>
internal static class BinanceWords
{
    public static string Of(Side side) => side switch
    {
        Side.Buy => "BUY",
        Side.Sell => "SELL",
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "Not a side"),
    };

    public static string Of(OrdType type) => type switch
    {
        OrdType.Market => "MARKET",
        OrdType.Limit => "LIMIT",
        OrdType.Stop => "STOP_LOSS",
        OrdType.StopLimit => "STOP_LOSS_LIMIT",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an order type"),
    };

    /// <summary>The time in force of an order with a limit; null where Binance has none.</summary>
    public static string? Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        _ => null,
    };

    public static Side? ToSide(string? word) => word switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => null,
    };

    /// <summary>What only somebody else on the account can place counts as what it is nearest to.</summary>
    public static OrdType? ToOrdType(string? word) => word switch
    {
        "MARKET" => OrdType.Market,
        "LIMIT" or "LIMIT_MAKER" => OrdType.Limit,
        "STOP_LOSS" or "TAKE_PROFIT" => OrdType.Stop,
        "STOP_LOSS_LIMIT" or "TAKE_PROFIT_LIMIT" => OrdType.StopLimit,
        _ => null,
    };

    /// <summary>A market order's word says nothing: what it does not trade at once expires. A stop stands until it is canceled.</summary>
    public static TimeInForce? ToTimeInForce(string? word, OrdType type) => (type, word) switch
    {
        (OrdType.Market, _) => TimeInForce.Ioc,
        (OrdType.Stop, _) => TimeInForce.Gtc,
        (_, "GTC") => TimeInForce.Gtc,
        (_, "IOC") => TimeInForce.Ioc,
        (_, "FOK") => TimeInForce.Fok,
        _ => null,
    };

    public static OrdStatus? ToOrdStatus(string? word) => word switch
    {
        "NEW" => OrdStatus.New,
        "PENDING_NEW" => OrdStatus.PendingNew,
        "PARTIALLY_FILLED" => OrdStatus.PartiallyFilled,
        "FILLED" => OrdStatus.Filled,
        "CANCELED" => OrdStatus.Canceled,
        "PENDING_CANCEL" => OrdStatus.PendingCancel,
        "REJECTED" => OrdStatus.Rejected,
        "EXPIRED" or "EXPIRED_IN_MATCH" => OrdStatus.Expired,
        _ => null,
    };

    /// <summary>What an event says. An amended order stays the order that it is, with less to trade.</summary>
    public static ExecType? ToExecType(string? word, string? status) => word switch
    {
        "NEW" => ExecType.New,
        "CANCELED" => ExecType.Canceled,
        "REPLACED" => ExecType.Restated,
        "REJECTED" => ExecType.Rejected,
        "TRADE" => ExecType.Trade,
        "EXPIRED" => ExecType.Expired,
        "TRADE_PREVENTION" => status == "EXPIRED_IN_MATCH" ? ExecType.Expired : ExecType.OrderStatus,
        _ => null,
    };

    /// <summary>The report that a status found in a list amounts to. A list's fill tells no execution, so it is a status.</summary>
    public static ExecType ToExecType(OrdStatus status) => status switch
    {
        OrdStatus.PendingNew => ExecType.PendingNew,
        OrdStatus.New => ExecType.New,
        OrdStatus.Canceled => ExecType.Canceled,
        OrdStatus.PendingCancel => ExecType.PendingCancel,
        OrdStatus.Rejected => ExecType.Rejected,
        OrdStatus.Expired => ExecType.Expired,
        _ => ExecType.OrderStatus,
    };

    /// <summary>Whether a symbol trades.</summary>
    public static (SecurityTradingStatus Status, string Text) ToTradingStatus(SymbolDocument symbol) => symbol switch
    {
        { Status: null } => throw new FormatException("status is missing"),
        { IsSpotTradingAllowed: false } => (SecurityTradingStatus.NotAvailableForTrading, "spot trading is not allowed"),
        { Status: "TRADING" } => (SecurityTradingStatus.ReadyToTrade, "TRADING"),
        { Status: "HALT" or "BREAK" } => (SecurityTradingStatus.TradingHalt, symbol.Status),
        _ => (SecurityTradingStatus.UnknownOrInvalid, $"status {symbol.Status}"),
    };

    /// <summary>Whether an order of this status is over; what is not known to be counts as open.</summary>
    public static bool IsOver(string? status) => status is "FILLED" or "CANCELED" or "REJECTED" or "EXPIRED" or "EXPIRED_IN_MATCH";
}
