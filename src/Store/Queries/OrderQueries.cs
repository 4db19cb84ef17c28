using Dapper;
using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Queries;

/// <summary>Reads orders for people and programs outside.</summary>
public static class OrderQueries
{
    private const string Selection =
        """
        SELECT o.*, coalesce(s.state, 'Proposed') AS state, a.slippage_bps FROM orders o
        LEFT JOIN order_sagas s ON s.cl_ord_id = o.cl_ord_id
        LEFT JOIN order_analytics a ON a.cl_ord_id = o.cl_ord_id
        """;

    public static OrderView? Find(StoreSession session, string clOrdId) =>
        Views(session, session.Query<Row>($"{Selection} WHERE o.cl_ord_id = @clOrdId", new { clOrdId })).FirstOrDefault().View;

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
        if (filter.State is { } state)
        {
            conditions.Add("coalesce(s.state, 'Proposed') = @State");
            parameters.Add("State", state.ToString());
        }

        parameters.Add("Limit", filter.Limit + 1);
        var rows = session.Query<Row>($"{Selection} WHERE {string.Join(" AND ", conditions)} ORDER BY o.seq {(filter.NewestFirst ? "DESC" : "")} LIMIT @Limit", parameters);
        var page = Views(session, [.. rows.Take(filter.Limit)]);
        return ([.. page.Select(entry => entry.View)], rows.Count > filter.Limit ? page[^1].Seq : null);
    }

    private static List<(long Seq, OrderView View)> Views(StoreSession session, IReadOnlyList<Row> rows)
    {
        var fills = session.Query<FillRow>(
                """
                SELECT cl_ord_id, exec_id, exec_type, last_qty, last_px, transact_time, bid, bid_size, ask, ask_size FROM executions
                WHERE cl_ord_id IN @ids AND exec_type IN ('trade', 'trade_correct', 'trade_cancel') ORDER BY seq
                """,
                new { ids = rows.Select(row => row.ClOrdId) })
            .ToLookup(fill => fill.ClOrdId);
        return [.. rows.Select(row => (row.Seq, row.ToView([.. fills[row.ClOrdId].Select(fill => fill.ToView())])))];
    }

    private sealed class FillRow
    {
        public string ClOrdId { get; set; } = "";

        public string ExecId { get; set; } = "";

        public string ExecType { get; set; } = "";

        public decimal LastQty { get; set; }

        public decimal LastPx { get; set; }

        public DateTimeOffset TransactTime { get; set; }

        public decimal? Bid { get; set; }

        public decimal? BidSize { get; set; }

        public decimal? Ask { get; set; }

        public decimal? AskSize { get; set; }

        public FillView ToView() => new()
        {
            ExecId = ExecId,
            ExecType = Columns.Word<ExecType>(ExecType),
            LastQty = LastQty,
            LastPx = LastPx,
            TransactTime = TransactTime,
            Bid = Bid,
            Ask = Ask,
            BidSize = BidSize,
            AskSize = AskSize,
        };
    }

    private sealed class Row
    {
        public long Seq { get; set; }

        public string ClOrdId { get; set; } = "";

        public string Key { get; set; } = "";

        public string IntentId { get; set; } = "";

        public string StrategyId { get; set; } = "";

        public string RebalanceId { get; set; } = "";

        public string Portfolio { get; set; } = "";

        public string? Leg { get; set; }

        public string Symbol { get; set; } = "";

        public string Side { get; set; } = "";

        public decimal Qty { get; set; }

        public string OrderType { get; set; } = "";

        public decimal? LimitPrice { get; set; }

        public decimal? StopPrice { get; set; }

        public string TimeInForce { get; set; } = "";

        public string State { get; set; } = "";

        public string OrdStatus { get; set; } = "";

        public decimal? RestatedQty { get; set; }

        public decimal CumQty { get; set; }

        public decimal CumValue { get; set; }

        public string? Code { get; set; }

        public string? Detail { get; set; }

        public decimal? ReferencePx { get; set; }

        public decimal? PriceBound { get; set; }

        public decimal? SlippageBps { get; set; }

        public string Venue { get; set; } = "";

        public string Account { get; set; } = "";

        public string? OrderId { get; set; }

        public string? Adapter { get; set; }

        public int Pass { get; set; }

        public DateTimeOffset ReceivedAt { get; set; }

        public DateTimeOffset ValidUntil { get; set; }

        public OrderView ToView(IReadOnlyList<FillView> fills)
        {
            var status = Columns.Word<OrdStatus>(OrdStatus);
            return new OrderView
            {
                ClOrdId = ClOrdId,
                Key = Key,
                IntentId = IntentId,
                StrategyId = StrategyId,
                RebalanceId = RebalanceId,
                Portfolio = Portfolio,
                Leg = Leg,
                Symbol = Symbol,
                Side = Columns.Word<Side>(Side),
                OrderType = Columns.Word<OrdType>(OrderType),
                Qty = Qty,
                LimitPrice = LimitPrice,
                StopPrice = StopPrice,
                TimeInForce = Columns.Word<TimeInForce>(TimeInForce),
                State = Enum.Parse<OrderState>(State),
                OrdStatus = status,
                CumQty = CumQty,
                LeavesQty = status.IsTerminal() ? 0 : Math.Max(0, (RestatedQty ?? Qty) - CumQty),
                AvgPx = CumQty == 0 ? null : decimal.Round(CumValue / CumQty, 8),
                Code = Code,
                Detail = Detail,
                ReferencePx = ReferencePx,
                PriceBound = PriceBound,
                SlippageBps = SlippageBps,
                Venue = Venue,
                Account = Account,
                OrderId = OrderId,
                Adapter = Adapter,
                Pass = Pass,
                ReceivedAt = ReceivedAt,
                ValidUntil = ValidUntil,
                Fills = fills,
            };
        }
    }
}
