using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>The executions, each once, keyed by venue, account and ExecId.</summary>
public static class ExecutionTable
{
    /// <summary>Whether an execution is booked, and for which order; null for one of nobody's orders.</summary>
    public static bool IsBooked(StoreSession session, string venue, string account, string execId, out string? clOrdId)
    {
        var row = session.QueryFirst<OwnerRow>(
            "SELECT cl_ord_id FROM executions WHERE venue = @venue AND account = @account AND exec_id = @execId", new { venue, account, execId });
        clOrdId = row?.ClOrdId;
        return row is not null;
    }

    /// <summary>Says whose an execution is that was booked as nobody's.</summary>
    public static void Attribute(StoreSession session, string venue, string account, string execId, string clOrdId) => session.Execute(
        "UPDATE executions SET cl_ord_id = @clOrdId WHERE venue = @venue AND account = @account AND exec_id = @execId AND cl_ord_id IS NULL",
        new { venue, account, execId, clOrdId });

    public static void Insert(StoreSession session, ExecutionReport report, string? clOrdId, long seq) => session.Execute(
        """
        INSERT INTO executions (venue, account, exec_id, cl_ord_id, order_id, exec_type, exec_ref_id, symbol, side, last_qty, last_px,
            transact_time, bid, bid_size, ask, ask_size, seq)
        VALUES (@Venue, @Account, @ExecId, @clOrdId, @OrderId, @execType, @ExecRefId, @Symbol, @side, @LastQty, @LastPx,
            @TransactTime, @Bid, @BidSize, @Ask, @AskSize, @seq)
        """,
        new
        {
            report.Venue, report.Account, report.ExecId, clOrdId, report.OrderId, execType = Columns.Word(report.ExecType), report.ExecRefId,
            report.Symbol, side = Columns.Word(report.Side), report.LastQty, report.LastPx, report.TransactTime,
            report.Quote?.Bid, report.Quote?.BidSize, report.Quote?.Ask, report.Quote?.AskSize, seq,
        });

    /// <summary>An execution as it counts now: after its latest correction, or null when it is not known or was busted.</summary>
    public static Fill? Effective(StoreSession session, string venue, string account, string execId)
    {
        var counts = LatestRestatement(session, venue, account, execId) ?? session.QueryFirst<FillRow>(
            "SELECT exec_type, last_qty, last_px FROM executions WHERE venue = @venue AND account = @account AND exec_id = @execId",
            new { venue, account, execId });
        return counts is null || counts.IsBust ? null : new Fill(counts.LastQty, counts.LastPx);
    }

    /// <summary>How the latest bust or correction left an execution, also when it came before the execution itself. Null without one.</summary>
    public static Fill? Restatement(StoreSession session, string venue, string account, string execId) =>
        LatestRestatement(session, venue, account, execId) is { } latest
            ? latest.IsBust ? new Fill(0, 0) : new Fill(latest.LastQty, latest.LastPx)
            : null;

    private static FillRow? LatestRestatement(StoreSession session, string venue, string account, string execId) => session.QueryFirst<FillRow>(
        """
        SELECT exec_type, last_qty, last_px FROM executions
        WHERE venue = @venue AND account = @account AND exec_ref_id = @execId ORDER BY seq DESC LIMIT 1
        """,
        new { venue, account, execId });

    private sealed class OwnerRow
    {
        public string? ClOrdId { get; set; }
    }

    private sealed class FillRow
    {
        public string ExecType { get; set; } = "";

        public decimal LastQty { get; set; }

        public decimal LastPx { get; set; }

        public bool IsBust => ExecType == "trade_cancel";
    }
}
