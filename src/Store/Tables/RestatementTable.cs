using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>What venues have made of the quantities of orders, and the splits that show in it.</summary>
public static class RestatementTable
{
    public static void Upsert(StoreSession session, Order order, Restatement restatement, long seq) => session.Execute(
        """
        INSERT INTO restatements (cl_ord_id, at, account, symbol, order_qty, is_split, seq) VALUES (@ClOrdId, @At, @Account, @Symbol, @OrderQty, @IsSplit, @seq)
        ON CONFLICT (cl_ord_id, at) DO UPDATE SET order_qty = excluded.order_qty, is_split = excluded.is_split, seq = excluded.seq
        """,
        new { order.ClOrdId, restatement.At, order.Account, order.Symbol, restatement.OrderQty, restatement.IsSplit, seq });

    public static IReadOnlyList<Restatement> OfOrder(StoreSession session, string clOrdId) =>
        [.. session.Query<Row>("SELECT at, order_qty, is_split FROM restatements WHERE cl_ord_id = @clOrdId", new { clOrdId }).Select(row => row.ToRestatement())];

    /// <summary>The splits of a symbol, each once.</summary>
    public static IReadOnlyList<Split> SplitsOf(StoreSession session, string account, string symbol) => Split.OfSymbol(
        session.Query<Row>(
                """
                SELECT r.cl_ord_id, o.qty AS sent_qty, r.at, r.order_qty, r.is_split FROM restatements r JOIN orders o ON o.cl_ord_id = r.cl_ord_id
                WHERE r.account = @account AND r.symbol = @symbol
                """,
                new { account, symbol })
            .GroupBy(row => (row.ClOrdId, row.SentQty))
            .SelectMany(ofOrder => Split.OfOrder(ofOrder.Key.SentQty, ofOrder.Select(row => row.ToRestatement()))));

    private sealed class Row
    {
        public string ClOrdId { get; set; } = "";

        public decimal SentQty { get; set; }

        public DateTimeOffset At { get; set; }

        public decimal OrderQty { get; set; }

        public bool IsSplit { get; set; }

        public Restatement ToRestatement() => new(At, OrderQty, IsSplit);
    }
}
