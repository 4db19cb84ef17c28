using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Simulation.Audits;

/// <summary>Whether an order that was granted makes its position smaller, counted from the claims and not as the gate does.</summary>
internal static class ReduceOnlyCheck
{
    /// <summary>What is wrong with the grant; null when nothing is.</summary>
    public static string? Of(StoreSession session, Order order)
    {
        var open = session.Query<Row>(
            """
            SELECT cl_ord_id, coalesce(restated_qty, qty) AS qty, cum_qty FROM orders
            WHERE symbol = @Symbol AND side = @side AND venue = @Venue AND account = @Account
                AND ord_status NOT IN ('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied')
            """,
            new { order.Symbol, side = Columns.Word(order.Side), order.Venue, order.Account })
            .Where(row => ClaimTable.OfOrder(session, row.ClOrdId).Any(claim => !claim.IsProvenAbsent)).Sum(row => row.Qty - row.CumQty);
        var position = PositionTable.Of(session, order.Account, order.Symbol).Qty;
        return open <= (order.Side == Side.Sell ? position : -position) ? null : $"{open} open on the side of the order, with {position} held";
    }

    private sealed class Row
    {
        public string ClOrdId { get; set; } = "";

        public decimal Qty { get; set; }

        public decimal CumQty { get; set; }
    }
}
