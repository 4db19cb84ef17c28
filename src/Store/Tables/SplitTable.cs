using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>Splits, as open orders were told of them.</summary>
public static class SplitTable
{
    public static void Insert(StoreSession session, Order order, Split split, long seq) => session.Execute(
        "INSERT INTO splits (cl_ord_id, at, account, symbol, ratio, seq) VALUES (@ClOrdId, @At, @Account, @Symbol, @Ratio, @seq)",
        new { order.ClOrdId, split.At, order.Account, order.Symbol, split.Ratio, seq });

    /// <summary>The splits that an order was told of.</summary>
    public static IReadOnlyList<Split> OfOrder(StoreSession session, string clOrdId) =>
        Splits(session.Query<Row>("SELECT at, ratio FROM splits WHERE cl_ord_id = @clOrdId", new { clOrdId }));

    /// <summary>The splits of a symbol, each once.</summary>
    public static IReadOnlyList<Split> OfSymbol(StoreSession session, string account, string symbol) => Split.OfSymbol(
        Splits(session.Query<Row>("SELECT at, ratio FROM splits WHERE account = @account AND symbol = @symbol", new { account, symbol })));

    private static IReadOnlyList<Split> Splits(IReadOnlyList<Row> rows) => [.. rows.Select(row => new Split(row.At, row.Ratio))];

    private sealed class Row
    {
        public DateTimeOffset At { get; set; }

        public decimal Ratio { get; set; }
    }
}
