using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>Lines: the orders of each, and which of them are stopped.</summary>
public static class LineTable
{
    /// <summary>Every order of an order's line.</summary>
    public static Line Of(StoreSession session, Order order)
    {
        var first = OrderTable.Find(session, order.LineClOrdId) ?? throw new InvalidOperationException($"{order.ClOrdId} replaces an order that is not there");
        var later = session.Query<OrderRow>($"{OrderRow.Selection} WHERE key = @Key AND generation > 1 ORDER BY generation", new { order.Key });
        return new Line([.. later.Select(row => row.ToOrder()).Prepend(first).Select(member => MemberOf(session, member))]);
    }

    /// <summary>The order by which its line stands: the last of its orders that says anything of it (<see cref="Line.IsAside"/>).</summary>
    public static Order Standing(StoreSession session, Order order) => session.Query<OrderRow>(
        $"{OrderRow.Selection} WHERE key = @Key AND generation > 1 ORDER BY generation DESC", new { order.Key })
        .Select(row => row.ToOrder()).FirstOrDefault(member => !Line.IsAside(member.OrdStatus, OrderTable.CodeOf(session, member.ClOrdId), OrderTable.Find(session, member.OrigClOrdId!)!.OrdStatus))
        ?? (order.IsReplacement ? OrderTable.Find(session, order.LineClOrdId)! : order);

    /// <summary>The newest order that replaces another, or is to; null when there is none.</summary>
    public static Order? ReplacementOf(StoreSession session, Order order) => session.QueryFirst<OrderRow>(
        $"{OrderRow.Selection} WHERE key = @Key AND generation > 1 AND orig_cl_ord_id = @ClOrdId ORDER BY generation DESC LIMIT 1",
        new { order.Key, order.ClOrdId })?.ToOrder();

    /// <summary>Sets what a replacement asks for, once that is known and before it is sent.</summary>
    public static void SetQty(StoreSession session, string clOrdId, decimal qty) =>
        session.Execute("UPDATE orders SET qty = @qty WHERE cl_ord_id = @clOrdId", new { clOrdId, qty });

    /// <summary>Lets nothing more be sent for a line.</summary>
    /// <returns>False when it was stopped before.</returns>
    public static bool Stop(StoreSession session, string key, string code, string why, DateTimeOffset now) => session.Execute(
        "INSERT INTO stopped_lines (key, code, why, at) VALUES (@key, @code, @why, @now) ON CONFLICT DO NOTHING", new { key, code, why, now }) == 1;

    /// <summary>Why nothing more is sent for a line; null while it may be.</summary>
    public static LineStop? StopOf(StoreSession session, string key) =>
        session.QueryFirst<Row>("SELECT code, why, at FROM stopped_lines WHERE key = @key", new { key }) is { } row ? new LineStop(row.Code, row.Why, row.At) : null;

    private static LineOrder MemberOf(StoreSession session, Order order) =>
        new(order, order.OrderId is not null || ClaimTable.OfOrder(session, order.ClOrdId).Any(claim => !claim.IsProvenAbsent));

    private sealed class Row
    {
        public string Code { get; set; } = "";

        public string Why { get; set; } = "";

        public DateTimeOffset At { get; set; }
    }
}
