using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Tables;

/// <summary>What was added to the ledger so that it says what the venue says, each with who and why.</summary>
internal static class AdjustmentTable
{
    public static void Insert(StoreSession session, Break of, string by, string why, long seq, DateTimeOffset now) => session.Execute(
        """
        INSERT INTO adjustments (break_id, venue, account, symbol, qty, at, by, why, seq)
        VALUES (@Id, @Venue, @Account, @Symbol, @Delta, @now, @by, @why, @seq)
        """,
        new { of.Id, of.Venue, of.Account, of.Symbol, of.Delta, now, by, why, seq });

    public static IReadOnlyList<Adjustment> OfSymbol(StoreSession session, string account, string symbol) =>
        [.. session.Query<Row>("SELECT break_id, venue, account, symbol, qty, at FROM adjustments WHERE account = @account AND symbol = @symbol", new { account, symbol })
            .Select(row => new Adjustment(row.BreakId, row.Venue, row.Account, row.Symbol, row.Qty, row.At))];

    private sealed class Row
    {
        public long BreakId { get; set; }

        public string Venue { get; set; } = "";

        public string Account { get; set; } = "";

        public string Symbol { get; set; } = "";

        public decimal Qty { get; set; }

        public DateTimeOffset At { get; set; }
    }
}
