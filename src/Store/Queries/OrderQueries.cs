using Dapper;
using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Queries;

/// <summary>Reads orders for people and programs outside.</summary>
public static class OrderQueries
{
    private const string Selection =
        $"""
        SELECT o.*, {OrderStates.Of} AS state, a.slippage_bps, b.file AS archive FROM orders o
        LEFT JOIN order_sagas s ON s.cl_ord_id = o.cl_ord_id
        LEFT JOIN order_analytics a ON a.cl_ord_id = o.cl_ord_id
        LEFT JOIN archive_batches b ON b.batch = o.archived_in
        """;

    /// <summary>One order, with the others of its line.</summary>
    public static OrderView? Find(StoreSession session, string clOrdId) =>
        Views(session, session.Query<OrderViewRow>($"{Selection} WHERE o.cl_ord_id = @clOrdId", new { clOrdId })).FirstOrDefault().View is { } view
            ? view with { Line = LineOf(session, view) }
            : null;

    /// <summary>
    /// The ClOrdIds of the orders that an id names: the one whose ClOrdId it is, or else those that a venue knows by it. Two
    /// venues may have given the same id.
    /// </summary>
    public static IReadOnlyList<string> Named(StoreSession session, string id) =>
        OrderTable.Find(session, id) is { } order
            ? [order.ClOrdId]
            : session.Query<string>(
                // Every venue with an order has an account here; by its name the index of the venue's ids serves.
                "SELECT cl_ord_id FROM orders WHERE venue IN (SELECT venue FROM accounts) AND order_id = @id ORDER BY seq", new { id });

    /// <summary>One page, and the cursor of the next; null when there is none.</summary>
    public static (IReadOnlyList<OrderView> Orders, long? Next) List(StoreSession session, OrderFilter filter)
    {
        var conditions = new List<string> { filter is { NewestFirst: true, After: > 0 } ? "o.seq < @After" : filter.NewestFirst ? "o.seq > 0" : "o.seq > @After" };
        var parameters = new DynamicParameters();
        parameters.Add("After", filter.After);
        void Where(string column, object? value)
        {
            if (value is not null)
            {
                conditions.Add($"{column} = @{column.Replace(".", "", StringComparison.Ordinal)}");
                parameters.Add(column.Replace(".", "", StringComparison.Ordinal), value);
            }
        }

        Where("o.ord_status", filter.OrdStatus is { } status ? Columns.Word(status) : null);
        Where("o.symbol", filter.Symbol);
        Where("o.side", filter.Side is { } side ? Columns.Word(side) : null);
        Where("o.strategy_id", filter.StrategyId);
        Where("o.rebalance_id", filter.RebalanceId);
        Where("o.portfolio", filter.Portfolio);
        Where("o.intent_id", filter.IntentId);
        if (filter.Text is { } text)
        {
            // Each of these has an index, so that what nobody has ever heard of is not found quickly.
            conditions.Add(
                """
                (o.symbol >= @Upper AND o.symbol < @Beyond OR o.cl_ord_id >= @Upper AND o.cl_ord_id < @Beyond
                    OR o.strategy_id = @Text OR o.intent_id = @Text OR (o.venue IN (SELECT venue FROM accounts) AND o.order_id = @Text))
                """);
            parameters.Add("Text", text);
            parameters.Add("Upper", text.ToUpperInvariant());
            parameters.Add("Beyond", text.ToUpperInvariant() + char.ConvertFromUtf32(0x10FFFF));
        }

        if (filter.State is { } state)
        {
            conditions.Add($"{OrderStates.Of} = @State");
            parameters.Add("State", state.ToString());
        }

        parameters.Add("Limit", filter.Limit + 1);
        var rows = session.Query<OrderViewRow>($"{Selection} WHERE {string.Join(" AND ", conditions)} ORDER BY o.seq {(filter.NewestFirst ? "DESC" : "")} LIMIT @Limit", parameters);
        var page = Views(session, [.. rows.Take(filter.Limit)]);
        return ([.. page.Select(entry => entry.View)], rows.Count > filter.Limit ? page[^1].Seq : null);
    }

    private static List<(long Seq, OrderView View)> Views(StoreSession session, IReadOnlyList<OrderViewRow> rows)
    {
        var fills = session.Query<FillViewRow>(
                """
                SELECT cl_ord_id, exec_id, exec_ref_id, exec_type, last_qty, last_px, transact_time, bid, bid_size, ask, ask_size FROM executions
                WHERE cl_ord_id IN @ids AND exec_type IN ('trade', 'trade_correct', 'trade_cancel') ORDER BY seq
                """,
                new { ids = rows.Select(row => row.ClOrdId) })
            .ToLookup(fill => fill.ClOrdId);
        return [.. rows.Select(row => (row.Seq, row.ToView([.. fills[row.ClOrdId].Select(fill => fill.ToView())])))];
    }

    // A line that was never replaced is its order.
    private static IReadOnlyList<LineOrderView>? LineOf(StoreSession session, OrderView of)
    {
        var later = session.Query<OrderViewRow>($"{Selection} WHERE o.key = @Key AND o.generation > 1 ORDER BY o.generation", new { of.Key });
        if (later.Count == 0)
        {
            return null;
        }

        var first = session.Query<OrderViewRow>($"{Selection} WHERE o.cl_ord_id = @first", new { first = OrderKey.ClOrdId(of.Key) });
        return [.. first.Concat(later).Select(row => row.ToLineOrder())];
    }
}
