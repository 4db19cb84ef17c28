using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Ledger;

/// <summary>Makes the ledger anew from the journal and compares the tables with it. Reads only.</summary>
public static class LedgerCheck
{
    private const int Page = 10_000;

    /// <summary>Reads and compares everything, on a session that sees one state of the store.</summary>
    public static LedgerVerdict Run(StoreSession session)
    {
        var (rebuilt, reports) = Rebuild(session);
        var orders = Orders(session);
        var positions = Positions(session);
        var differences = new List<LedgerDifference>();
        differences.AddRange(Executions(rebuilt, ExecutionTable.All(session)));
        differences.AddRange(Compare(
            "orders", rebuilt.Orders(), orders, RebuiltOrder.Nothing, key => key,
            ("cum_qty", order => order.CumQty), ("cum_value", order => order.CumValue), ("restated_qty", order => order.RestatedQty)));
        differences.AddRange(Compare(
            "positions", rebuilt.Positions(), positions, Position.Flat, key => $"{key.Account}/{key.Symbol}",
            ("qty", position => position.Qty), ("cost", position => position.Cost), ("realized_pnl", position => position.RealizedPnl)));
        differences.AddRange(Compare(
            "fees", rebuilt.Fees(), Fees(session), 0m, key => $"{key.Account}/{key.Currency}", ("amount", amount => amount)));
        return new LedgerVerdict(reports, rebuilt.Executions.Count, orders.Count, positions.Count, differences);
    }

    private static (RebuiltLedger Ledger, long Reports) Rebuild(StoreSession session)
    {
        var (ledger, reports, seq) = (new RebuiltLedger(SentQuantities(session)), 0L, 0L);
        while (true)
        {
            var entries = session.Query<JournalEntry>(
                $"""
                 SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal
                 WHERE seq > @seq AND kind IN ('ExecutionReport', 'ExternalReport', 'LedgerAdjusted') ORDER BY seq LIMIT {Page}
                 """,
                new { seq });
            foreach (var entry in entries)
            {
                seq = entry.Seq;
                if (entry.Kind == JournalKinds.LedgerAdjusted)
                {
                    Add(ledger, JsonSerializer.Deserialize<Adjusted>(entry.Data, PipelineJson.Options)!);
                    continue;
                }

                ledger.Add(JsonSerializer.Deserialize<Booked>(entry.Data, PipelineJson.Options)!.Report, entry.ClOrdId);
                reports++;
            }

            if (entries.Count < Page)
            {
                return (ledger, reports);
            }
        }
    }

    // An adjustment of cash is of no position.
    private static void Add(RebuiltLedger ledger, Adjusted entry)
    {
        if (entry.Symbol is { } symbol)
        {
            ledger.Add(new Adjustment(entry.BreakId, entry.Venue, entry.Account, symbol, entry.Qty, entry.At));
        }
    }

    private static IEnumerable<LedgerDifference> Executions(RebuiltLedger rebuilt, IReadOnlyList<Execution> booked)
    {
        // What an order of ours had forgotten and adopted bears its name in the journal's latest entry, as in the table.
        static (string, string, string) KeyOf(Execution execution) => (execution.Venue, execution.Account, execution.ExecId);
        var (journal, table) = (rebuilt.Executions.ToDictionary(KeyOf), booked.ToDictionary(KeyOf));
        return from key in journal.Keys.Union(table.Keys)
               let said = journal.GetValueOrDefault(key)
               let found = table.GetValueOrDefault(key)
               where said is null || found is null || said != found with { ExecRefId = said.ExecRefId is null ? null : found.ExecRefId }
               select new LedgerDifference("executions", $"{key.Item1}/{key.Item2}/{key.Item3}", "*", said?.ToString(), found?.ToString());
    }

    private static IEnumerable<LedgerDifference> Compare<TKey, TRow>(
        string table, IReadOnlyDictionary<TKey, TRow> journal, IReadOnlyDictionary<TKey, TRow> rows, TRow nothing, Func<TKey, string> name,
        params (string Column, Func<TRow, decimal?> Of)[] columns)
        where TKey : notnull =>
        from key in journal.Keys.Union(rows.Keys)
        let said = journal.GetValueOrDefault(key, nothing)
        let found = rows.GetValueOrDefault(key, nothing)
        from column in columns
        where column.Of(said) != column.Of(found)
        select new LedgerDifference(table, name(key), column.Column, Text(column.Of(said)), Text(column.Of(found)));

    private static string? Text(decimal? amount) => amount is { } value ? CanonicalDecimal.Format(value) : null;

    // What a line asks for is a matter of its intent, not of the ledger.
    private static Dictionary<string, decimal> SentQuantities(StoreSession session) =>
        session.Query<OrderRow>("SELECT cl_ord_id, qty FROM orders").ToDictionary(row => row.ClOrdId, row => row.Qty);

    private static Dictionary<string, RebuiltOrder> Orders(StoreSession session) => session
        .Query<OrderRow>("SELECT cl_ord_id, cum_qty, cum_value, restated_qty FROM orders")
        .ToDictionary(row => row.ClOrdId, row => new RebuiltOrder(row.CumQty, row.CumValue, row.RestatedQty));

    private static Dictionary<(string Account, string Symbol), Position> Positions(StoreSession session) => session
        .Query<PositionRow>("SELECT account, symbol FROM positions")
        .ToDictionary(row => (row.Account, row.Symbol), row => PositionTable.Of(session, row.Account, row.Symbol));

    private static Dictionary<(string Account, string Currency), decimal> Fees(StoreSession session) => session
        .Query<FeeRow>("SELECT account, currency, amount FROM fees").ToDictionary(row => (row.Account, row.Currency), row => row.Amount);

    private sealed record Booked(ExecutionReport Report);

    private sealed record Adjusted(long BreakId, string Venue, string Account, string? Symbol, decimal Qty, DateTimeOffset At);

    private sealed class OrderRow
    {
        public string ClOrdId { get; set; } = "";

        public decimal Qty { get; set; }

        public decimal CumQty { get; set; }

        public decimal CumValue { get; set; }

        public decimal? RestatedQty { get; set; }
    }

    private sealed class PositionRow
    {
        public string Account { get; set; } = "";

        public string Symbol { get; set; } = "";
    }

    private sealed class FeeRow
    {
        public string Account { get; set; } = "";

        public string Currency { get; set; } = "";

        public decimal Amount { get; set; }
    }
}
