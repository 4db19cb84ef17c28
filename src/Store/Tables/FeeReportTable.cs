using Pipeline.Messages.Fix;
using Pipeline.Trading.Reconciliation;

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

    /// <summary>The amounts of fees in money that were booked after an entry of the journal.</summary>
    public static IReadOnlyList<decimal> After(StoreSession session, string venue, string account, string currency, long seq) => [.. session.Query<string>(
        "SELECT amount FROM fee_reports WHERE venue = @venue AND account = @account AND seq > @seq AND currency = @currency",
        new { venue, account, seq, currency }).Select(decimal.Parse)];

    /// <summary>The fees in money, of a venue's type, since an instant, as what they took.</summary>
    public static IEnumerable<FeeReceipt> MoneyTaken(StoreSession session, string venue, string account, string currency, string type, DateTimeOffset since) => session.Query<Row>(
        """
        SELECT amount, at FROM fee_reports
        WHERE venue = @venue AND account = @account AND currency = @currency AND substr(fee_type, 1, length(@type)) = @type AND at >= @since
        """,
        new { venue, account, currency, type, since }).Select(row => new FeeReceipt(row.At, 0, row.Amount));

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
