using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>An order to change one thing of: buy 10 AAPL at the market, on a Monday morning in session.</summary>
internal static class SomeOrder
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public static Order Buy(decimal qty = 10, OrderTerms? terms = null) => new()
    {
        ClOrdId = "A", Key = "k", IntentId = "I", Slot = KeyVectors.Slot(),
        Terms = terms ?? new OrderTerms { Qty = qty, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day },
        Venue = "paper", Account = "paper", ReceivedAt = Now, ValidUntil = Now.AddMinutes(15),
    };

    public static Order Sell(decimal qty = 10, OrderTerms? terms = null) =>
        Buy(qty, terms) with { Slot = KeyVectors.Slot() with { Side = Side.Sell } };
}
