using Pipeline.Messages.Fix;

namespace Pipeline.Store.Tables;

/// <summary>What venues have taken, or given back, by entries of their own, each once, keyed by venue, account and FeeId.</summary>
public static class FeeReportTable
{
    public static bool IsBooked(StoreSession session, FeeReport fee) => session.Scalar<long>(
        "SELECT count(*) FROM fee_reports WHERE venue = @Venue AND account = @Account AND fee_id = @FeeId", new { fee.Venue, fee.Account, fee.FeeId }) > 0;

    public static void Insert(StoreSession session, FeeReport fee, string? clOrdId, long seq) => session.Execute(
        """
        INSERT INTO fee_reports (venue, account, fee_id, fee_type, symbol, amount, currency, order_id, exec_id, cl_ord_id, at, seq)
        VALUES (@Venue, @Account, @FeeId, @FeeType, @Symbol, @Amount, @Currency, @OrderId, @ExecId, @clOrdId, @TransactTime, @seq)
        """,
        new
        {
            fee.Venue, fee.Account, fee.FeeId, fee.FeeType, fee.Symbol, fee.Amount, fee.Currency, fee.OrderId, fee.ExecId, clOrdId, fee.TransactTime, seq,
        });

    /// <summary>The fees that an account was taken for a symbol.</summary>
    internal static IReadOnlyList<FeeReport> OfSymbol(StoreSession session, string account, string symbol) =>
    [
        .. session.Query<Row>(
            "SELECT venue, fee_id, fee_type, amount, currency, at FROM fee_reports WHERE account = @account AND symbol = @symbol", new { account, symbol })
            .Select(row => new FeeReport
            {
                Venue = row.Venue, Account = account, FeeId = row.FeeId, FeeType = row.FeeType, Symbol = symbol, Amount = row.Amount,
                Currency = row.Currency, TransactTime = row.At,
            }),
    ];

    private sealed class Row
    {
        public string Venue { get; set; } = "";

        public string FeeId { get; set; } = "";

        public string FeeType { get; set; } = "";

        public decimal Amount { get; set; }

        public string Currency { get; set; } = "";

        public DateTimeOffset At { get; set; }
    }
}
