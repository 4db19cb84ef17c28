using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>What orders on their way and open orders may still buy and sell, and what orders have traded, by account, symbol and strategy.</summary>
public static class ExposureTable
{
    private const string Selection = "SELECT symbol, strategy_id, buy_qty, sell_qty, traded_qty FROM exposures WHERE account = @account";

    /// <summary>A symbol's, of all strategies together.</summary>
    public static Exposure Of(StoreSession session, string account, string symbol) => OfSymbol(session, account, symbol)
        .Aggregate(new Exposure(), (sum, row) => new Exposure { BuyQty = sum.BuyQty + row.BuyQty, SellQty = sum.SellQty + row.SellQty, TradedQty = sum.TradedQty + row.TradedQty });

    /// <summary>An order's symbol's, of its strategy.</summary>
    public static Exposure Of(StoreSession session, Order order) => session.QueryFirst<Exposure>(
        $"{Selection} AND symbol = @symbol AND strategy_id = @strategy", new { account = order.Account, symbol = order.Symbol, strategy = order.Slot.StrategyId })
        ?? new Exposure();

    /// <summary>A symbol's, by strategy.</summary>
    public static IReadOnlyList<Exposure> OfSymbol(StoreSession session, string account, string symbol) =>
        session.Query<Exposure>($"{Selection} AND symbol = @symbol", new { account, symbol });

    /// <summary>Every symbol's, by strategy.</summary>
    public static IReadOnlyList<Exposure> All(StoreSession session, string account) => session.Query<Exposure>(Selection, new { account });

    /// <summary>Sets what one order holds, and moves the total by the difference. Returns the order with its new reservation.</summary>
    public static Order Reserve(StoreSession session, Order order, decimal qty) => Book(session, order, qty, order.CumQty);

    /// <summary>As <see cref="Reserve"/>, and counts what the order has traded since it had filled another quantity.</summary>
    /// <param name="session">The step.</param>
    /// <param name="order">The order as it has filled now.</param>
    /// <param name="qty">What it holds now.</param>
    /// <param name="cumQtyBefore">What it had filled before.</param>
    public static Order Book(StoreSession session, Order order, decimal qty, decimal cumQtyBefore)
    {
        var (delta, traded) = (qty - order.ReservedQty, order.CumQty - cumQtyBefore);
        if (delta == 0 && traded == 0)
        {
            return order;
        }

        var isBuy = order.Side == Side.Buy;
        var now = Of(session, order);
        session.Write(
            """
            INSERT INTO exposures (account, symbol, strategy_id, buy_qty, sell_qty, traded_qty) VALUES (@Account, @Symbol, @StrategyId, @BuyQty, @SellQty, @TradedQty)
            ON CONFLICT (account, symbol, strategy_id) DO UPDATE SET buy_qty = excluded.buy_qty, sell_qty = excluded.sell_qty, traded_qty = excluded.traded_qty
            """,
            new
            {
                order.Account, order.Symbol, order.Slot.StrategyId, BuyQty = now.BuyQty + (isBuy ? delta : 0), SellQty = now.SellQty + (isBuy ? 0 : delta),
                TradedQty = now.TradedQty + (isBuy ? traded : -traded),
            });
        return order with { ReservedQty = qty };
    }
}

public sealed record Exposure
{
    public string Symbol { get; init; } = "";

    public string StrategyId { get; init; } = "";

    public decimal BuyQty { get; init; }

    public decimal SellQty { get; init; }

    /// <summary>Signed: bought less sold.</summary>
    public decimal TradedQty { get; init; }
}
