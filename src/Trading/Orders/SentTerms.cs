using Pipeline.Messages.Fix;
using Pipeline.Trading.Rules;

namespace Pipeline.Trading.Orders;

/// <summary>
/// What of an order goes to the venue, and what the venue must show under our id. A slippage limit makes a market order a
/// marketable limit order, since a venue has no such protection.
/// </summary>
public sealed record SentTerms(
    string Symbol, Side Side, OrdType OrdType, decimal OrderQty, decimal? Price, decimal? StopPx, TimeInForce TimeInForce)
{
    public static SentTerms Of(Order order)
    {
        var price = PriceBounds.Effective(order.Terms.LimitPrice, order.PriceBound, order.Side);
        var type = (order.Terms.OrderType, price) switch
        {
            (OrdType.Market, not null) => OrdType.Limit,
            (OrdType.Stop, not null) => OrdType.StopLimit,
            _ => order.Terms.OrderType,
        };
        return new SentTerms(order.Symbol, order.Side, type, order.Terms.Qty, price, order.Terms.StopPrice, order.Terms.TimeInForce);
    }

    /// <summary>
    /// Whether the order could fill at once at the price that was quoted for its side when it was validated. Nobody knows it of a stop, nor
    /// where nobody has quoted.
    /// </summary>
    public static bool IsMarketable(Order order)
    {
        var sent = Of(order);
        return sent.OrdType == OrdType.Market
            || (sent is { OrdType: OrdType.Limit, Price: { } price } && order.ReferencePx is { } quoted && (order.Side == Side.Buy ? price >= quoted : price <= quoted));
    }

    /// <summary>Whether what a venue shows under our id is the order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="shown">What the venue shows.</param>
    /// <param name="isRestored">
    /// True in a restored store, which has forgotten the bound that a slippage limit came to, or measured it anew at another quote, and
    /// what was left for a replacement. The price then need only keep to the order's own limit, and a replacement may ask for less.
    /// </param>
    public static bool AreShown(Order order, SentTerms shown, bool isRestored)
    {
        if (isRestored && MayAskFor(order, shown.OrderQty))
        {
            order = order with { Terms = order.Terms with { Qty = shown.OrderQty } };
        }

        // An order without a limit of its own shows a price only where a bound made one of it, the operator's perhaps.
        var isBound = order.PriceBound is not null || order.Terms.MaxSlippageBps is not null || order.Terms.LimitPrice is null;
        return shown == Of(order)
            || (isRestored && isBound && shown.Price is { } price && Keeps(order, price) && shown == Of(order with { PriceBound = price }));
    }

    /// <summary>
    /// Whether an order that a lost store sent may have asked for less than this store knows: what a replacement asks for is decided last
    /// of all, by what the order before it has filled, and only ever gets less.
    /// </summary>
    public static bool MayAskFor(Order order, decimal qty) => order.IsReplacement && order.OrderId is null && qty > 0 && qty < order.Terms.Qty;

    /// <summary>
    /// Whether a report under our id can be of the order. The venue may restate an order's quantity, so that only the report that
    /// it is there says whether the quantity is the one that was sent.
    /// </summary>
    public static bool CanBeOf(Order order, ExecutionReport report) =>
        report.Symbol == order.Symbol && report.Side == order.Side
        && (order.OrderId is not null || report.ExecType is not (ExecType.New or ExecType.PendingNew) || report.OrderQty == order.Terms.Qty);

    private static bool Keeps(Order order, decimal price) =>
        order.Terms.LimitPrice is not { } limit || (order.Side == Side.Buy ? price <= limit : price >= limit);
}
