using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Tables;

/// <summary>The trades, adjustments and fees that make the positions, in the order of their time, each with the position after it.</summary>
internal static class PositionEntryTable
{
    public static void Save(StoreSession session, string account, string symbol, PositionEntry entry, Position after) => session.Write(
        """
        INSERT INTO position_entries (account, symbol, at, exec_id, venue, signed_qty, value, is_fee, position_qty, position_cost, realized_pnl)
        VALUES (@account, @symbol, @At, @ExecId, @Venue, @SignedQty, @Value, @IsFee, @Qty, @Cost, @RealizedPnl)
        ON CONFLICT (account, symbol, at, exec_id, venue) DO UPDATE SET signed_qty = excluded.signed_qty, value = excluded.value,
            position_qty = excluded.position_qty, position_cost = excluded.position_cost, realized_pnl = excluded.realized_pnl
        """,
        new { account, symbol, entry.At, entry.ExecId, entry.Venue, entry.SignedQty, entry.Value, entry.IsFee, after.Qty, after.Cost, after.RealizedPnl });

    /// <summary>The position before an entry.</summary>
    public static Position Before(StoreSession session, string account, string symbol, PositionEntry entry) => session.QueryFirst<Row>(
        """
        SELECT at, exec_id, venue, signed_qty, value, position_qty, position_cost, realized_pnl FROM position_entries
        WHERE account = @account AND symbol = @symbol AND (at, exec_id, venue) < (@At, @ExecId, @Venue)
        ORDER BY at DESC, exec_id DESC, venue DESC LIMIT 1
        """,
        new { account, symbol, entry.At, entry.ExecId, entry.Venue }) is { } row
            ? new Position(row.PositionQty, row.PositionCost, row.RealizedPnl)
            : Position.Flat;

    /// <summary>The quantities that were held in the course of a time, the one at its beginning included.</summary>
    public static IReadOnlyList<decimal> QuantitiesOf(StoreSession session, string account, string symbol, DateTimeOffset from, DateTimeOffset to) =>
    [
        session.QueryFirst<Row>(
            "SELECT position_qty FROM position_entries WHERE account = @account AND symbol = @symbol AND at < @from ORDER BY at DESC, exec_id DESC, venue DESC LIMIT 1",
            new { account, symbol, from })?.PositionQty ?? 0,
        .. session.Query<Row>(
            "SELECT position_qty FROM position_entries WHERE account = @account AND symbol = @symbol AND at >= @from AND at <= @to",
            new { account, symbol, from, to }).Select(row => row.PositionQty),
    ];

    /// <summary>The trades and fees of a pair since an instant, without what was adjusted.</summary>
    public static IEnumerable<PositionEntry> Since(StoreSession session, string venue, string account, string symbol, DateTimeOffset since) => session.Query<Row>(
        """
        SELECT at, exec_id, venue, signed_qty, value, is_fee FROM position_entries
        WHERE account = @account AND symbol = @symbol AND at >= @since AND venue = @venue AND exec_id NOT LIKE 'adjustment/%'
        """,
        new { venue, account, symbol, since }).Select(row => new PositionEntry(row.At, row.ExecId, row.Venue, row.SignedQty, row.Value) { IsFee = row.IsFee });

    /// <summary>The entries after one, in order.</summary>
    public static IEnumerable<PositionEntry> After(StoreSession session, string account, string symbol, PositionEntry entry) => session.Query<Row>(
        """
        SELECT at, exec_id, venue, signed_qty, value, is_fee, position_qty, position_cost, realized_pnl FROM position_entries
        WHERE account = @account AND symbol = @symbol AND (at, exec_id, venue) > (@At, @ExecId, @Venue)
        ORDER BY at, exec_id, venue
        """,
        new { account, symbol, entry.At, entry.ExecId, entry.Venue })
        .Select(row => new PositionEntry(row.At, row.ExecId, row.Venue, row.SignedQty, row.Value) { IsFee = row.IsFee });

    public static void Clear(StoreSession session, string account, string symbol) =>
        session.Execute("DELETE FROM position_entries WHERE account = @account AND symbol = @symbol", new { account, symbol });

    private sealed class Row
    {
        public DateTimeOffset At { get; set; }

        public string ExecId { get; set; } = "";

        public string Venue { get; set; } = "";

        public decimal SignedQty { get; set; }

        public decimal Value { get; set; }

        public bool IsFee { get; set; }

        public decimal PositionQty { get; set; }

        public decimal PositionCost { get; set; }

        public decimal RealizedPnl { get; set; }
    }
}
