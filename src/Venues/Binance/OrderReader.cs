using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Reads orders as Binance answers and lists them. Pure.</summary>
/// <param name="account">The account reported on.</param>
/// <param name="pairs">The pairs that are traded.</param>
internal sealed class OrderReader(string account, Pairs pairs)
{
    /// <summary>The venue's name in reports.</summary>
    public const string Venue = "binance";

    /// <exception cref="FormatException">A field is missing or has a word that nobody knows.</exception>
    public VenueOrder ToVenueOrder(OrderDocument order)
    {
        var pair = pairs.Required(order.Symbol);
        var type = BinanceWords.ToOrdType(order.Type) ?? throw Fields.Unknown("type", order.Type);
        var (qty, filled) = Quantities(order);
        return new VenueOrder
        {
            ClOrdId = order.ClientOrderId ?? "",
            OrderId = Fields.OrderId(pair, Fields.Required(order.OrderId, "orderId")),
            Symbol = pair.Symbol,
            Side = SideOf(order),
            OrdType = type,
            OrderQty = qty,
            Price = Fields.Price(order.Price),
            StopPx = Fields.Price(order.StopPrice),
            TimeInForce = BinanceWords.ToTimeInForce(order.TimeInForce, type) ?? throw Fields.Unknown("timeInForce", order.TimeInForce),
            OrdStatus = Fields.Status(Fields.Required(order.Status, "status"), filled, qty),
            CumQty = filled,
            AvgPx = filled > 0 && order.CummulativeQuoteQty is > 0 and { } paid ? paid / filled : null,
            TransactTime = ChangedAt(order),
        };
    }

    /// <summary>An order found in a list, as the report that its status amounts to.</summary>
    /// <exception cref="FormatException">A field is missing without which its status can't be told.</exception>
    public VenueNews NewsOf(OrderDocument order)
    {
        var pair = pairs.Required(order.Symbol);
        var word = Fields.Required(order.Status, "status");
        var known = BinanceWords.ToOrdStatus(word);
        var (qty, filled) = Quantities(order);
        var changed = ChangedAt(order);
        return new VenueNews(
            new ExecutionReport
            {
                Venue = Venue,
                Account = account,
                OrderId = Fields.OrderId(pair, Fields.Required(order.OrderId, "orderId")),
                ClOrdId = order.ClientOrderId,
                ExecType = known is { } status ? BinanceWords.ToExecType(status) : ExecType.OrderStatus,
                OrdStatus = Fields.Status(word, filled, qty),
                Symbol = pair.Symbol,
                Side = SideOf(order),
                OrderQty = qty,
                CumQty = filled,
                LeavesQty = BinanceWords.IsOver(word) ? 0 : Math.Max(0, qty - filled),
                Text = TextOf(known is null ? word : null, null, order.ExpiryReason),
                Unread = UnknownFields.RawOf(order.More),
                TransactTime = changed,
            },
            changed);
    }

    /// <summary>What is said besides the status: a word that nobody knows, why it was refused, why it expired.</summary>
    public static string? TextOf(string? unknown, string? rejected, string? expired)
    {
        string?[] words = [unknown is null ? null : $"status={unknown}", rejected is null or "NONE" ? null : rejected, expired];
        var said = words.Where(word => !string.IsNullOrEmpty(word)).ToList();
        return said.Count == 0 ? null : Untrusted.Cap(string.Join(", ", said));
    }

    /// <summary>When the order was placed.</summary>
    public static DateTimeOffset PlacedAt(OrderDocument order) => Fields.Time(order.Time ?? order.TransactTime, "time");

    private static DateTimeOffset ChangedAt(OrderDocument order) => Fields.Time(order.UpdateTime ?? order.TransactTime ?? order.Time, "updateTime");

    private static Side SideOf(OrderDocument order) => BinanceWords.ToSide(order.Side) ?? throw Fields.Unknown("side", order.Side);

    // An order over an amount of money, which the pipeline never places, has no quantity and counts as what it has filled.
    private static (decimal Qty, decimal Filled) Quantities(OrderDocument order)
    {
        var (qty, filled) = (Fields.Required(order.OrigQty, "origQty"), Fields.Required(order.ExecutedQty, "executedQty"));
        return (qty == 0 ? filled : qty, filled);
    }
}
