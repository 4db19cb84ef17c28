using Pipeline.Messages.Fix;
using Pipeline.Store;

namespace Pipeline.Simulation.Audits;

/// <summary>What an audit reads of an order: what may change, and what it is measured against.</summary>
internal sealed record AuditedOrder(string ClOrdId, string Symbol, Side Side, decimal Qty, OrdStatus OrdStatus, decimal CumQty, decimal ReservedQty, string? Code)
{
    private const string Selection = "SELECT cl_ord_id, symbol, side, qty, ord_status, cum_qty, reserved_qty, code FROM orders";

    public static AuditedOrder? Find(StoreSession session, string clOrdId) =>
        session.QueryFirst<Row>($"{Selection} WHERE cl_ord_id = @clOrdId", new { clOrdId })?.ToOrder();

    public static IReadOnlyList<AuditedOrder> All(StoreSession session) => [.. session.Query<Row>($"{Selection} ORDER BY seq").Select(row => row.ToOrder())];

    private sealed class Row
    {
        public string ClOrdId { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string Side { get; set; } = "";

        public decimal Qty { get; set; }

        public string OrdStatus { get; set; } = "";

        public decimal CumQty { get; set; }

        public decimal ReservedQty { get; set; }

        public string? Code { get; set; }

        public AuditedOrder ToOrder() =>
            new(ClOrdId, Symbol, Columns.Word<Side>(Side), Qty, Columns.Word<OrdStatus>(OrdStatus), CumQty, ReservedQty, Code);
    }
}
