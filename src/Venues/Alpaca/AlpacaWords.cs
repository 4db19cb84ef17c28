using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>Alpaca's words and FIX's. A word that is in no list gives null; whoever asked decides what that means.</summary>
internal static class AlpacaWords
{
    // What pairs are priced in (docs.alpaca.markets/docs/crypto-trading).
    private static readonly string[] PricedIn = ["USDT", "USDC", "USD", "BTC"];

    public static string Of(Side side) => side switch
    {
        Side.Buy => "buy",
        Side.Sell => "sell",
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "Not a side"),
    };

    public static string Of(OrdType type) => type switch
    {
        OrdType.Market => "market",
        OrdType.Limit => "limit",
        OrdType.Stop => "stop",
        OrdType.StopLimit => "stop_limit",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an order type"),
    };

    public static string Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Day or TimeInForce.ExtendedHours => "day",
        TimeInForce.Gtc => "gtc",
        TimeInForce.Opg => "opg",
        TimeInForce.Cls => "cls",
        TimeInForce.Ioc => "ioc",
        TimeInForce.Fok => "fok",
        _ => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, "Not a time in force"),
    };

    public static Side? ToSide(string? word) => word switch
    {
        "buy" => Side.Buy,
        "sell" or "sell_short" => Side.Sell,
        _ => null,
    };

    /// <summary>A trailing stop, which only somebody else on the account can place, counts as a stop.</summary>
    public static OrdType? ToOrdType(string? word) => word switch
    {
        "market" => OrdType.Market,
        "limit" => OrdType.Limit,
        "stop" or "trailing_stop" => OrdType.Stop,
        "stop_limit" => OrdType.StopLimit,
        _ => null,
    };

    /// <summary>A day order that trades outside the core session too has a flag of its own.</summary>
    public static TimeInForce? ToTimeInForce(string? word, bool isExtendedHours) => word switch
    {
        "day" => isExtendedHours ? TimeInForce.ExtendedHours : TimeInForce.Day,
        "opg" => TimeInForce.Opg,
        "cls" => TimeInForce.Cls,
        "gtc" => TimeInForce.Gtc,
        "ioc" => TimeInForce.Ioc,
        "fok" => TimeInForce.Fok,
        _ => null,
    };

    /// <summary>An asset that is active and not tradable is halted; one that is not active is not available.</summary>
    /// <exception cref="FormatException">It does not say.</exception>
    public static (SecurityTradingStatus Status, string Text) ToTradingStatus(AssetDocument asset) => asset switch
    {
        { Status: null } or { Tradable: null } => throw new FormatException("status or tradable is missing"),
        { Status: not "active" } => (SecurityTradingStatus.NotAvailableForTrading, $"status {asset.Status}"),
        { Tradable: false } => (SecurityTradingStatus.TradingHalt, "not tradable"),
        _ => (SecurityTradingStatus.ReadyToTrade, "tradable"),
    };

    public static OrdStatus? ToOrdStatus(string? word) => word switch
    {
        "accepted" or "new" or "held" => OrdStatus.New,
        "pending_new" or "pending_review" => OrdStatus.PendingNew,
        "accepted_for_bidding" => OrdStatus.AcceptedForBidding,
        "partially_filled" => OrdStatus.PartiallyFilled,
        "filled" => OrdStatus.Filled,
        "done_for_day" => OrdStatus.DoneForDay,
        "canceled" => OrdStatus.Canceled,
        "expired" => OrdStatus.Expired,
        "replaced" => OrdStatus.Replaced,
        "rejected" => OrdStatus.Rejected,
        "pending_cancel" => OrdStatus.PendingCancel,
        "pending_replace" => OrdStatus.PendingReplace,
        "stopped" => OrdStatus.Stopped,
        "suspended" => OrdStatus.Suspended,
        "calculated" => OrdStatus.Calculated,
        _ => null,
    };

    /// <summary>The event of the stream by which a cancel is refused that was taken before.</summary>
    public const string CancelRejected = "order_cancel_rejected";

    /// <summary>What an event of the stream, or the type of an activity, says. A refused request leaves the order as it is.</summary>
    public static ExecType? ToExecType(string? word) => word switch
    {
        "new" or "accepted" => ExecType.New,
        "pending_new" => ExecType.PendingNew,
        "fill" or "partial_fill" => ExecType.Trade,
        "trade_bust" => ExecType.TradeCancel,
        "trade_correct" => ExecType.TradeCorrect,
        "canceled" => ExecType.Canceled,
        "expired" => ExecType.Expired,
        "done_for_day" => ExecType.DoneForDay,
        "replaced" => ExecType.Replaced,
        "rejected" => ExecType.Rejected,
        "stopped" => ExecType.Stopped,
        "suspended" => ExecType.Suspended,
        "calculated" => ExecType.Calculated,
        "restated" => ExecType.Restated,
        "pending_cancel" => ExecType.PendingCancel,
        "pending_replace" => ExecType.PendingReplace,
        "held" or CancelRejected or "order_replace_rejected" => ExecType.OrderStatus,
        _ => null,
    };

    /// <summary>The report that a status found in a list amounts to. A list's fill tells no execution, so it is a status.</summary>
    public static ExecType ToExecType(OrdStatus status) => status switch
    {
        OrdStatus.PendingNew => ExecType.PendingNew,
        OrdStatus.New => ExecType.New,
        OrdStatus.DoneForDay => ExecType.DoneForDay,
        OrdStatus.Canceled => ExecType.Canceled,
        OrdStatus.Replaced => ExecType.Replaced,
        OrdStatus.PendingCancel => ExecType.PendingCancel,
        OrdStatus.Stopped => ExecType.Stopped,
        OrdStatus.Rejected => ExecType.Rejected,
        OrdStatus.Suspended => ExecType.Suspended,
        OrdStatus.Calculated => ExecType.Calculated,
        OrdStatus.Expired => ExecType.Expired,
        OrdStatus.PendingReplace => ExecType.PendingReplace,
        _ => ExecType.OrderStatus,
    };

    /// <summary>Why an order was restated. Alpaca's reasons are mostly free text, which says nothing to a program.</summary>
    public static ExecRestatementReason? ToRestatementReason(string? word) =>
        word == "CORPORATE_ACTION" ? ExecRestatementReason.GtCorporateAction : null;

    /// <summary>Whether a symbol is a pair's, as orders bear it.</summary>
    public static bool IsPair(string symbol) => symbol.Contains('/', StringComparison.Ordinal);

    /// <summary>The symbol of a pair as orders bear it, BTC/USD, of one as positions and fees do, BTCUSD.</summary>
    /// <exception cref="FormatException">It ends in nothing that Alpaca trades against.</exception>
    public static string ToPair(string symbol) => IsPair(symbol)
        ? symbol
        : PricedIn.FirstOrDefault(quote => symbol.Length > quote.Length && symbol.EndsWith(quote, StringComparison.Ordinal)) is { } priced
            ? $"{symbol[..^priced.Length]}/{priced}"
            : throw new FormatException($"symbol '{Untrusted.Cap(symbol)}' is of no known pair: it ends in none of {string.Join(", ", PricedIn)}");

    /// <summary>Whether an order of this status is over; what is not known to be counts as open.</summary>
    public static bool IsOver(string? status) => status is "filled" or "canceled" or "expired" or "replaced" or "rejected";
}
