using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Tables;

/// <summary>The executions, each once, keyed by venue, account and ExecId.</summary>
public static class ExecutionTable
{
    private const string IsExecution = "(exec_type = 'trade' OR exec_type = 'trade_correct' OR exec_type = 'trade_cancel')";

    private const string Selection =
        """
        SELECT venue, account, exec_id, exec_ref_id, exec_type, symbol, side, last_qty, last_px, commission, comm_currency,
               transact_time, cl_ord_id
        FROM executions
        """;

    /// <summary>Whether an execution is booked, and for which order; null for one of nobody's orders.</summary>
    public static bool IsBooked(StoreSession session, string venue, string account, string execId, out string? clOrdId)
    {
        var row = session.QueryFirst<OwnerRow>(
            "SELECT cl_ord_id FROM executions WHERE venue = @venue AND account = @account AND exec_id = @execId", new { venue, account, execId });
        clOrdId = row?.ClOrdId;
        return row is not null;
    }

    /// <summary>A trade, bust or correction that is booked; null when none is under this id.</summary>
    public static Execution? Find(StoreSession session, string venue, string account, string execId) => session.QueryFirst<Row>(
        $"{Selection} WHERE venue = @venue AND account = @account AND exec_id = @execId AND {IsExecution}", new { venue, account, execId })?.ToExecution();

    /// <summary>Says whose an execution is that was booked as nobody's.</summary>
    public static void Attribute(StoreSession session, string venue, string account, string execId, string clOrdId) => session.Write(
        "UPDATE executions SET cl_ord_id = @clOrdId WHERE venue = @venue AND account = @account AND exec_id = @execId AND cl_ord_id IS NULL",
        new { venue, account, execId, clOrdId });

    /// <summary>
    /// The reports of a venue's order whose executions were booked as nobody's, in the order in which they came. Left to itself SQLite
    /// looks at everything that is nobody's, and an account may have a long history of that.
    /// </summary>
    public static IReadOnlyList<ExecutionReport> ReportsOfNobody(StoreSession session, string venue, string account, string orderId)
    {
        var entries = session.Query<long>(
            """
            SELECT seq FROM executions INDEXED BY executions_of_nobody
            WHERE venue = @venue AND account = @account AND order_id = @orderId AND cl_ord_id IS NULL ORDER BY seq
            """,
            new { venue, account, orderId });
        return entries.Count == 0 ? [] :
        [
            .. session.Query<string>("SELECT data ->> 'report' FROM journal WHERE seq IN @entries ORDER BY seq", new { entries })
                .Select(report => JsonSerializer.Deserialize<ExecutionReport>(report, PipelineJson.Options)!),
        ];
    }

    public static void Insert(StoreSession session, ExecutionReport report, string? clOrdId, long seq) => session.Write(
        """
        INSERT INTO executions (venue, account, exec_id, cl_ord_id, order_id, exec_type, exec_ref_id, symbol, side, last_qty, last_px,
            commission, comm_currency, transact_time, bid, bid_size, ask, ask_size, seq)
        VALUES (@Venue, @Account, @ExecId, @clOrdId, @OrderId, @execType, @ExecRefId, @Symbol, @side, @LastQty, @LastPx,
            @Commission, @CommCurrency, @TransactTime, @Bid, @BidSize, @Ask, @AskSize, @seq)
        """,
        new
        {
            report.Venue, report.Account, report.ExecId, clOrdId, report.OrderId, execType = Columns.Word(report.ExecType), report.ExecRefId,
            report.Symbol, side = Columns.Word(report.Side), report.LastQty, report.LastPx, report.Commission, report.CommCurrency, report.TransactTime,
            report.Quote?.Bid, report.Quote?.BidSize, report.Quote?.Ask, report.Quote?.AskSize, seq,
        });

    /// <summary>
    /// The executions that one is related to by reference, up to the trade and down to everything that restates it. For a trade
    /// that nothing restates, which is nearly every one, a look at an index says so.
    /// </summary>
    public static IReadOnlyList<Execution> Related(StoreSession session, Execution execution)
    {
        if (execution.ExecType == ExecType.Trade && session.Scalar<long>(
            "SELECT count(*) FROM executions WHERE venue = @Venue AND account = @Account AND exec_ref_id = @ExecId",
            new { execution.Venue, execution.Account, execution.ExecId }) == 0)
        {
            return [];
        }

        var ids = RelatedIds(session, execution);
        return ids.Count == 0 ? [] : Executions(session.Query<Row>(
            $"{Selection} WHERE venue = @Venue AND account = @Account AND {IsExecution} AND exec_id IN @ids", new { execution.Venue, execution.Account, ids }));
    }

    // Up to the trade and down to what restates it, until nothing new is found: rarely more than twice.
    private static HashSet<string> RelatedIds(StoreSession session, Execution execution)
    {
        var (found, asked) = (new HashSet<string>(), new HashSet<string>());
        for (var ids = new List<string?> { execution.ExecId, execution.ExecRefId }.OfType<string>().Where(asked.Add).ToList(); ids.Count > 0;)
        {
            var rows = session.Query<ReferenceRow>(
                """
                SELECT exec_id, exec_ref_id FROM executions WHERE venue = @Venue AND account = @Account AND exec_id IN @ids
                UNION SELECT exec_id, exec_ref_id FROM executions WHERE venue = @Venue AND account = @Account AND exec_ref_id IN @ids
                """,
                new { execution.Venue, execution.Account, ids });
            found.UnionWith(rows.Select(row => row.ExecId));
            ids = rows.SelectMany(row => new[] { row.ExecId, row.ExecRefId }).OfType<string>().Where(asked.Add).ToList();
        }

        return found;
    }

    /// <summary>A page of the executions from an instant on, in the order of their time; after one, when it is given.</summary>
    public static IReadOnlyList<ExecutionMark> Since(
        StoreSession session, string venue, string account, DateTimeOffset since, ExecutionMark? after, int most) => session.Query<ExecutionMark>(
        $"""
         SELECT exec_id, symbol, cl_ord_id, exec_type = 'trade' AS is_trade, seq, transact_time FROM executions
         WHERE venue = @venue AND account = @account AND (transact_time, exec_id) > (@From, @ExecId) AND {IsExecution}
         ORDER BY transact_time, exec_id LIMIT @most
         """,
        new { venue, account, From = after?.TransactTime ?? since, ExecId = after?.ExecId ?? "", most });

    /// <summary>The trades, busts and corrections of an order.</summary>
    public static IReadOnlyList<Execution> OfOrder(StoreSession session, string clOrdId) =>
        Executions(session.Query<Row>($"{Selection} WHERE cl_ord_id = @clOrdId AND {IsExecution}", new { clOrdId }));

    /// <summary>The trades, busts and corrections of an account in a symbol, whoever placed the orders.</summary>
    public static IReadOnlyList<Execution> OfSymbol(StoreSession session, string account, string symbol) =>
        Executions(session.Query<Row>($"{Selection} WHERE account = @account AND symbol = @symbol AND {IsExecution}", new { account, symbol }));

    /// <summary>Every trade, bust and correction.</summary>
    public static IReadOnlyList<Execution> All(StoreSession session) => Executions(session.Query<Row>($"{Selection} WHERE {IsExecution}"));

    private static IReadOnlyList<Execution> Executions(IReadOnlyList<Row> rows) => [.. rows.Select(row => row.ToExecution())];

    private sealed class OwnerRow
    {
        public string? ClOrdId { get; set; }
    }

    private sealed class ReferenceRow
    {
        public string ExecId { get; set; } = "";

        public string? ExecRefId { get; set; }
    }

    private sealed class Row
    {
        public string Venue { get; set; } = "";

        public string Account { get; set; } = "";

        public string ExecId { get; set; } = "";

        public string? ExecRefId { get; set; }

        public string ExecType { get; set; } = "";

        public string Symbol { get; set; } = "";

        public string Side { get; set; } = "";

        public decimal LastQty { get; set; }

        public decimal LastPx { get; set; }

        public decimal? Commission { get; set; }

        public string? CommCurrency { get; set; }

        public DateTimeOffset TransactTime { get; set; }

        public string? ClOrdId { get; set; }

        public Execution ToExecution() => new()
        {
            Venue = Venue,
            Account = Account,
            ExecId = ExecId,
            ExecRefId = ExecRefId,
            ExecType = Columns.Word<ExecType>(ExecType),
            Symbol = Symbol,
            Side = Columns.Word<Side>(Side),
            Qty = LastQty,
            Px = LastPx,
            Commission = Commission,
            CommCurrency = CommCurrency,
            At = TransactTime,
            ClOrdId = ClOrdId,
        };
    }
}

/// <summary>That an execution is booked, as a comparison needs to know.</summary>
public sealed class ExecutionMark
{
    public string ExecId { get; set; } = "";

    public string Symbol { get; set; } = "";

    public string? ClOrdId { get; set; }

    /// <summary>A trade, and no bust or correction.</summary>
    public bool IsTrade { get; set; }

    /// <summary>Journal sequence of its booking.</summary>
    public long Seq { get; set; }

    public DateTimeOffset TransactTime { get; set; }
}
