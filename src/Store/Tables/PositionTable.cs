using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Tables;

/// <summary>
/// What each account holds, derived from the executions in the order of their time. What is newer than everything booked only adds
/// to the position; what is not makes anew the entries that come after it.
/// </summary>
public static class PositionTable
{
    public static Position Of(StoreSession session, string account, string symbol) => Find(session, account, symbol)?.ToPosition() ?? Position.Flat;

    /// <summary>Books what a trade counts as now, which may have been something else before.</summary>
    /// <param name="session">The step.</param>
    /// <param name="trade">The trade.</param>
    /// <param name="count">What it counts as, given the symbol's splits.</param>
    public static void Book(StoreSession session, Execution trade, Func<IReadOnlyList<Split>, Fill> count)
    {
        Book(session, trade.Account, trade.Symbol, splits => PositionEntry.Of(trade, count(splits)));
    }

    /// <summary>Whether a symbol was held in a quantity at some instant of a time, by what is known of that time now.</summary>
    public static bool Passed(StoreSession session, string account, string symbol, decimal qty, DateTimeOffset from, DateTimeOffset to) =>
        PositionEntryTable.QuantitiesOf(session, account, symbol, from, to).Contains(qty);

    /// <summary>Books an adjustment.</summary>
    public static void Book(StoreSession session, Adjustment adjustment) =>
        Book(session, adjustment.Account, adjustment.Symbol, splits => adjustment.Entry(splits));

    /// <summary>Books a fee in the asset that is held; one in money changes no position.</summary>
    public static void Book(StoreSession session, FeeReport fee)
    {
        if (PositionEntry.Of(fee) is { } entry)
        {
            Book(session, fee.Account, fee.Symbol!, _ => entry);
        }
    }

    /// <summary>What an account holds of every symbol that was ever traded, or adjusted.</summary>
    public static IReadOnlyDictionary<string, Position> All(StoreSession session, string account) => session.Query<SymbolRow>(
        "SELECT symbol, qty, cost_px, cost, realized_pnl, newest_at, newest_exec_id FROM positions WHERE account = @account", new { account })
        .ToDictionary(row => row.Symbol, row => row.ToPosition());

    /// <summary>What an account holds of every symbol that it holds any of.</summary>
    public static IEnumerable<(string Symbol, Position Position)> Held(StoreSession session, string account) => session.Query<SymbolRow>(
        "SELECT symbol, qty, cost_px, cost, realized_pnl, newest_at, newest_exec_id FROM positions WHERE account = @account AND qty <> '0'", new { account })
        .Select(row => (row.Symbol, row.ToPosition()));

    private static void Book(StoreSession session, string account, string symbol, Func<IReadOnlyList<Split>, PositionEntry> count)
    {
        var row = Find(session, account, symbol);
        var newest = count([]);
        if (row is { NewestAt: null })
        {
            Rebuild(session, account, symbol);
        }
        else if (row is null || row.IsOlderThan(newest))
        {
            var after = (row?.ToPosition() ?? Position.Flat).After(newest);
            PositionEntryTable.Save(session, account, symbol, newest, after);
            Save(session, account, symbol, after, newest.At, newest.ExecId);
        }
        else
        {
            var entry = count(RestatementTable.SplitsOf(session, account, symbol));
            var position = PositionEntryTable.Before(session, account, symbol, entry);
            foreach (var each in PositionEntryTable.After(session, account, symbol, entry).Prepend(entry))
            {
                position = position.After(each);
                PositionEntryTable.Save(session, account, symbol, each, position);
            }

            Save(session, account, symbol, position, row.NewestAt!.Value, row.NewestExecId!);
        }
    }

    /// <summary>Makes a position anew from all its executions, as a split must: it restates every entry before it.</summary>
    public static void Rebuild(StoreSession session, string account, string symbol)
    {
        var splits = RestatementTable.SplitsOf(session, account, symbol);
        PositionEntryTable.Clear(session, account, symbol);
        var position = Position.Flat;
        var newest = (At: DateTimeOffset.MinValue, ExecId: "");
        var (executions, adjustments) = (ExecutionTable.OfSymbol(session, account, symbol), AdjustmentTable.OfSymbol(session, account, symbol));
        foreach (var entry in PositionEntry.All(executions, splits, adjustments, FeeReportTable.OfSymbol(session, account, symbol)))
        {
            position = position.After(entry);
            newest = (entry.At, entry.ExecId);
            PositionEntryTable.Save(session, account, symbol, entry, position);
        }

        var split = splits.Count == 0 ? DateTimeOffset.MinValue : splits[^1].At;
        Save(session, account, symbol, position, split > newest.At ? split : newest.At, split > newest.At ? "" : newest.ExecId);
    }

    private static Row? Find(StoreSession session, string account, string symbol) => session.QueryFirst<Row>(
        "SELECT qty, cost_px, cost, realized_pnl, newest_at, newest_exec_id FROM positions WHERE account = @account AND symbol = @symbol",
        new { account, symbol });

    private static void Save(StoreSession session, string account, string symbol, Position position, DateTimeOffset newestAt, string newestExecId) =>
        session.Write(
            """
            INSERT INTO positions (account, symbol, qty, cost_px, cost, realized_pnl, newest_at, newest_exec_id)
            VALUES (@account, @symbol, @Qty, @CostPx, @Cost, @RealizedPnl, @newestAt, @newestExecId)
            ON CONFLICT (account, symbol) DO UPDATE SET qty = excluded.qty, cost_px = excluded.cost_px, cost = excluded.cost,
                realized_pnl = excluded.realized_pnl, newest_at = excluded.newest_at, newest_exec_id = excluded.newest_exec_id
            """,
            new { account, symbol, position.Qty, position.CostPx, position.Cost, position.RealizedPnl, newestAt, newestExecId });

    private class Row
    {
        public decimal Qty { get; set; }

        public decimal CostPx { get; set; }

        public decimal? Cost { get; set; }

        public decimal RealizedPnl { get; set; }

        public DateTimeOffset? NewestAt { get; set; }

        public string? NewestExecId { get; set; }

        public Position ToPosition() => new(Qty, Cost ?? (Qty * CostPx), RealizedPnl);

        public bool IsOlderThan(PositionEntry entry) =>
            entry.At > NewestAt || (entry.At == NewestAt && string.CompareOrdinal(entry.ExecId, NewestExecId) > 0);
    }

    private sealed class SymbolRow : Row
    {
        public string Symbol { get; set; } = "";
    }
}
