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
}
