using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>What orders on their way and open orders may still buy and sell, by account and symbol.</summary>
public static class ExposureTable
{
    public static Exposure Of(StoreSession session, string account, string symbol) => session.QueryFirst<Exposure>(
        "SELECT buy_qty, sell_qty FROM exposures WHERE account = @account AND symbol = @symbol", new { account, symbol }) ?? new Exposure();

    /// <summary>Sets what one order holds, and moves the total by the difference. Returns the order with its new reservation.</summary>
    public static Order Reserve(StoreSession session, Order order, decimal qty)
    {
        var delta = qty - order.ReservedQty;
        if (delta == 0)
        {
            return order;
        }

        var now = Of(session, order.Account, order.Symbol);
        var next = order.Side == Side.Buy ? now with { BuyQty = now.BuyQty + delta } : now with { SellQty = now.SellQty + delta };
        session.Execute(
            """
            INSERT INTO exposures (account, symbol, buy_qty, sell_qty) VALUES (@Account, @Symbol, @BuyQty, @SellQty)
            ON CONFLICT (account, symbol) DO UPDATE SET buy_qty = excluded.buy_qty, sell_qty = excluded.sell_qty
            """,
            new { order.Account, order.Symbol, next.BuyQty, next.SellQty });
        return order with { ReservedQty = qty };
    }
}

public sealed record Exposure
{
    public decimal BuyQty { get; init; }

    public decimal SellQty { get; init; }
}
