using Pipeline.Messages.Fix;
using Pipeline.Store;

namespace Pipeline.Simulation.Audits;

/// <summary>What an audit reads of an order, in one query: what may change, and what it is measured against.</summary>
/// <param name="ClOrdId">Its id.</param>
/// <param name="Symbol">What it trades.</param>
/// <param name="Side">To which side.</param>
/// <param name="Qty">What is intended.</param>
/// <param name="OrdStatus">Where it stands.</param>
/// <param name="CumQty">What is filled.</param>
/// <param name="CumValue">What that was worth.</param>
/// <param name="ReservedQty">What it holds of the exposure.</param>
/// <param name="Code">Why it is denied, held or rejected.</param>
/// <param name="ClaimedQty">The sum of its claims that are not proven absent.</param>
/// <param name="Key">Its line's key: the orders of a line have the same.</param>
/// <param name="Slot">The slot of its line; null of one that replaces another.</param>
/// <param name="ExposureQty">The exposure of its account, symbol and side, all orders together.</param>
internal sealed record AuditedOrder(
    string ClOrdId, string Symbol, Side Side, decimal Qty, OrdStatus OrdStatus, decimal CumQty, decimal CumValue, decimal ReservedQty, string? Code, decimal ClaimedQty, string Key, string? Slot,
    decimal ExposureQty)
{
    private const string Selection =
        """
        SELECT o.cl_ord_id, o.symbol, o.side, o.qty, o.ord_status, o.cum_qty, o.cum_value, o.reserved_qty, o.code, o.key,
               CASE o.generation WHEN 1 THEN json_array(o.strategy_id, o.rebalance_id, o.portfolio, o.leg, o.symbol, o.side) END AS slot,
               (SELECT group_concat(c.qty, ' ') FROM claims c
                WHERE c.cl_ord_id = o.cl_ord_id AND coalesce(c.outcome, '') NOT IN ('not_found', 'not_sent')) AS claimed,
               (SELECT group_concat(CASE o.side WHEN 'buy' THEN e.buy_qty ELSE e.sell_qty END, ' ') FROM exposures e
                WHERE e.account = o.account AND e.symbol = o.symbol) AS exposure
        FROM orders o
        """;

    public static AuditedOrder? Find(StoreSession session, string clOrdId) =>
        session.QueryFirst<Row>($"{Selection} WHERE o.cl_ord_id = @clOrdId", new { clOrdId })?.ToOrder();

    public static IReadOnlyList<AuditedOrder> All(StoreSession session) => [.. session.Query<Row>($"{Selection} ORDER BY o.seq").Select(row => row.ToOrder())];

    private sealed class Row
    {
        public string ClOrdId { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string Side { get; set; } = "";

        public decimal Qty { get; set; }

        public string OrdStatus { get; set; } = "";

        public decimal CumQty { get; set; }

        public decimal CumValue { get; set; }

        public decimal ReservedQty { get; set; }

        public string? Code { get; set; }

        public string Key { get; set; } = "";

        public string? Slot { get; set; }

        public string? Claimed { get; set; }

        public string? Exposure { get; set; }

        // Decimals stand as text, which the database can't add.
        public AuditedOrder ToOrder() => new(
            ClOrdId, Symbol, Columns.Word<Side>(Side), Qty, Columns.Word<OrdStatus>(OrdStatus), CumQty, CumValue, ReservedQty, Code,
            Claimed?.Split(' ').Sum(decimal.Parse) ?? 0, Key, Slot, Exposure?.Split(' ').Sum(decimal.Parse) ?? 0);
    }
}
