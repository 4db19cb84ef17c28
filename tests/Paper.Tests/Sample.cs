using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper.Tests;

/// <summary>Orders and instants the tests speak of.</summary>
internal static class Sample
{
    public const string Symbol = "AAPL";

    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Second(int seconds) => Noon.AddSeconds(seconds);

    public static NewOrderSingle Buy(string clOrdId, decimal qty) => new()
    {
        ClOrdId = clOrdId,
        Account = "paper",
        Symbol = Symbol,
        Side = Side.Buy,
        OrdType = OrdType.Market,
        OrderQty = qty,
        TimeInForce = TimeInForce.Day,
        TransactTime = Noon,
    };

    public static NewOrderSingle Sell(string clOrdId, decimal qty) => Buy(clOrdId, qty) with { Side = Side.Sell };

    public static NewOrderSingle Limit(this NewOrderSingle order, decimal price) =>
        order with { OrdType = order.StopPx is null ? OrdType.Limit : OrdType.StopLimit, Price = price };

    public static NewOrderSingle Stop(this NewOrderSingle order, decimal price) => order with { OrdType = OrdType.Stop, StopPx = price };

    public static NewOrderSingle Tif(this NewOrderSingle order, TimeInForce tif) => order with { TimeInForce = tif };
}
