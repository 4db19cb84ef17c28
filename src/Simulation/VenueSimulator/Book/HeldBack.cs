using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a unit of an order may cost the account. Without a limit Alpaca reckons with a worse price than the quote's.</summary>
internal static class HeldBack
{
    private const decimal MarketBuyMargin = 1.04m;
    private const decimal ShortSaleMargin = 1.03m;

    /// <summary>The price held back; 0 for a sale of what is held, and for an order without a limit while there is no quote.</summary>
    public static decimal Px(NewOrder order, Quote? quote, Holding holding) => order.Side switch
    {
        Side.Buy when holding.Qty < 0 => 0,
        Side.Buy => order.Price ?? (order.StopPx ?? quote?.Ask ?? 0) * MarketBuyMargin,
        _ when holding.Qty > 0 => 0,
        _ => Math.Max(order.Price ?? 0, (quote?.Ask ?? 0) * ShortSaleMargin),
    };
}
