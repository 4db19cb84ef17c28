using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>What each account holds, derived from the executions.</summary>
public static class PositionTable
{
    public static Position Of(StoreSession session, string account, string symbol) => session.QueryFirst<Row>(
        "SELECT qty, cost_px, realized_pnl FROM positions WHERE account = @account AND symbol = @symbol", new { account, symbol }) is { } row
        ? new Position(row.Qty, row.CostPx, row.RealizedPnl)
        : Position.Flat;

    public static void Save(StoreSession session, string account, string symbol, Position position) => session.Execute(
        """
        INSERT INTO positions (account, symbol, qty, cost_px, realized_pnl) VALUES (@account, @symbol, @Qty, @CostPx, @RealizedPnl)
        ON CONFLICT (account, symbol) DO UPDATE SET qty = excluded.qty, cost_px = excluded.cost_px, realized_pnl = excluded.realized_pnl
        """,
        new { account, symbol, position.Qty, position.CostPx, position.RealizedPnl });

    private sealed class Row
    {
        public decimal Qty { get; set; }

        public decimal CostPx { get; set; }

        public decimal RealizedPnl { get; set; }
    }
}
