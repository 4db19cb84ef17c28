namespace Pipeline.Store.Ledger;

/// <summary>
/// What orders hold and have traded, summed up anew: limits are judged by sums that are moved by differences, so that what is wrong in one stays wrong. They follow from the orders,
/// which are compared with the journal themselves.
/// </summary>
internal static class OrderExposures
{
    /// <summary>The rows that the orders make of <c>exposures</c>.</summary>
    public static LedgerRows Rows(StoreSession session)
    {
        var rows = new LedgerRows("exposures", ["account", "symbol", "strategy_id"], ["buy_qty", "sell_qty", "traded_qty"], 0m, 0m, 0m);
        var orders = session.Query<Row>("SELECT account, symbol, strategy_id, side, reserved_qty, cum_qty FROM orders WHERE reserved_qty <> '0' OR cum_qty <> '0'");
        foreach (var group in orders.GroupBy(order => (order.Account, order.Symbol, order.StrategyId)))
        {
            decimal Sum(string side, Func<Row, decimal> of) => group.Where(order => order.Side == side).Sum(of);
            rows.Make(
                group.Key.Account, group.Key.Symbol, group.Key.StrategyId, Sum("buy", order => order.ReservedQty), Sum("sell", order => order.ReservedQty),
                Sum("buy", order => order.CumQty) - Sum("sell", order => order.CumQty));
        }

        return rows;
    }

    private sealed class Row
    {
        public string Account { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string StrategyId { get; set; } = "";

        public string Side { get; set; } = "";

        public decimal ReservedQty { get; set; }

        public decimal CumQty { get; set; }
    }
}
