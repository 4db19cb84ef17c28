using Pipeline.Trading.Limits;

namespace Pipeline.Store.Tables;

/// <summary>What the trades of a time come to in a symbol, as they count now: busts and corrections are in them.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Qty">Bought less sold.</param>
/// <param name="Cost">Paid less received; commissions in money are not in it.</param>
public sealed record DayTrade(string Symbol, decimal Qty, decimal Cost);

/// <summary>The trades of a day, for the limits of what may be lost on it.</summary>
public static class DayTradeTable
{
    /// <summary>Those of a strategy's orders, or in a symbol, from an instant on.</summary>
    public static IReadOnlyList<DayTrade> Since(StoreSession session, string account, LimitScope scope, DateTimeOffset from) =>
    [
        .. session.Query<Row>(
            $"""
            SELECT entry.symbol, entry.signed_qty, entry.value FROM position_entries entry
            JOIN executions execution ON execution.venue = entry.venue AND execution.account = entry.account AND execution.exec_id = entry.exec_id
            {(scope.Kind == ScopeKind.Strategies ? "JOIN orders ON orders.cl_ord_id = execution.cl_ord_id" : "")}
            WHERE entry.account = @account AND entry.at >= @from{In(scope)}
            """,
            new { account, from, scope.Name })
            .GroupBy(row => row.Symbol)
            .Select(rows => new DayTrade(rows.Key, rows.Sum(row => row.SignedQty), rows.Sum(row => Math.Sign(row.SignedQty) * row.Value))),
    ];

    private static string In(LimitScope scope) => scope.Kind switch
    {
        ScopeKind.Strategies => " AND orders.strategy_id = @Name",
        ScopeKind.Symbols => " AND entry.symbol = @Name",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Its loss is the account's"),
    };

    private sealed class Row
    {
        public string Symbol { get; set; } = "";

        public decimal SignedQty { get; set; }

        public decimal Value { get; set; }
    }
}
