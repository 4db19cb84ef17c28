using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Host.Bench;

/// <summary>Fills a store with open orders and executions of one symbol that nobody trades, as a long day leaves them. What was bought was sold again.</summary>
internal static class SeededLedger
{
    public const string Symbol = "SEED";

    public static string ClOrdId(int order) => $"SEED{order:000000}";

    public static string OrderId(int order) => $"S{order}";

    public static string ExecId(int execution) => $"E{execution}";

    public static void Write(string path, string venue, string account, int orders, int executions, DateTimeOffset at)
    {
        var database = new SqliteDatabase(path);
        database.Migrate();
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        var session = new StoreSession(connection, transaction);
        session.Execute(
            "INSERT INTO intents (intent_id, strategy_id, rebalance_id, portfolio, source, received_at, valid_until) VALUES ('seed', 'seed', 'seed', 'seed', 'http', @at, @at)",
            new { at });
        session.Execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @orders - 1)
            INSERT INTO orders (seq, cl_ord_id, key, slot, intent_id, strategy_id, rebalance_id, portfolio, leg, symbol, side, qty, order_type, limit_price,
                time_in_force, venue, account, received_at, valid_until, ord_status, standing, order_id)
            SELECT -1 - i, printf('SEED%06d', i), 'seed' || i, 'seed' || i, 'seed', 'seed', 'seed', 'seed', i, @Symbol, 'buy', '20', 'limit', '1',
                'day', @venue, @account, @at, @at, 'new', 'new', 'S' || i FROM n
            """,
            new { orders, Symbol, venue, account, at });
        session.Execute(
            """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @executions - 1)
            INSERT INTO executions (venue, account, exec_id, order_id, exec_type, symbol, side, last_qty, last_px, transact_time, seq)
            SELECT @venue, @account, 'E' || i, 'closed' || (i / 10), 'trade', @Symbol, CASE i % 2 WHEN 0 THEN 'buy' ELSE 'sell' END, '1', '100', @at, 0 FROM n
            """,
            new { executions, Symbol, venue, account, at });
        session.Execute(
            "INSERT INTO positions (account, symbol, qty, cost_px, cost, realized_pnl, newest_at, newest_exec_id) VALUES (@account, @Symbol, '0', '0', '0', '0', @at, 'E9')",
            new { account, Symbol, at });
        transaction.Commit();
    }
}
