using Pipeline.Messages.Fix;
using Pipeline.Store.Archiving;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Ledger;

/// <summary>Makes the ledger anew from the journal and compares the tables with it, every column as it stands in its row. Reads only.</summary>
public static class LedgerCheck
{
    /// <summary>Reads and compares everything, on a session that sees one state of the store.</summary>
    /// <exception cref="FormatException">The journal can't be read, so that nothing can be made of it.</exception>
    public static LedgerVerdict Run(StoreSession session)
    {
        var orders = new JournalOrders();
        var ledger = new RebuiltLedger(orders.SentQty);
        var (executions, adjustments, fees) = (Executions(), Adjustments(), FeeReports());
        var (cancels, policies, cash) = (new JournalCancels(), new JournalPolicies(), new JournalCash(ReconciliationTable.Cash(session)));
        var archived = new ArchivedRecords();
        var reports = Read(LedgerEntries.All(session, archived), new Journaled(orders, ledger, cancels, policies, cash), executions, adjustments, fees);
        var (positions, filled) = (ledger.Positions(), ledger.Orders());
        var ofOrders = orders.Rows(filled).Compare(session);
        return new LedgerVerdict(
            reports, ledger.Executions, session.Scalar<int>("SELECT count(*) FROM orders"), session.Scalar<int>("SELECT count(*) FROM positions"),
            [
                .. executions.Compare(session), .. ofOrders, .. ofOrders.Count == 0 ? OrderExposures.Rows(session).Compare(session) : [], .. orders.Claims.Rows.Compare(session),
                .. orders.Sagas(filled, SagaTable.All(session)).Compare(session), .. Restatements(ledger).Compare(session),
                .. Positions(positions).Compare(session), .. Entries(positions).Compare(session), .. Fees(ledger).Compare(session),
                .. adjustments.Compare(session), .. fees.Compare(session), .. cancels.Rows(clOrdId => orders.IsOver(clOrdId, filled)).Compare(session),
                .. policies.Rows(FillPolicyTable.All(session)).Compare(session), .. cash.Rows().Compare(session),
                .. archived.Faults.Select(each => new LedgerDifference("archive_batches", $"{each.Batch.Number}", "*", $"record {each.Batch.Seq}", each.Fault.Detail)),
            ]);
    }

    private static long Read(IEnumerable<JournalLine> journal, Journaled into, LedgerRows executions, LedgerRows adjustments, LedgerRows fees)
    {
        var reports = 0L;
        foreach (var entry in journal)
        {
            into.Cash.Note(entry.Seq, into.Ledger);
            reports += Add(into, executions, adjustments, fees, entry);
        }

        into.Cash.Note(long.MaxValue, into.Ledger);
        return reports;
    }

    // Returns how many reports it is.
    private static int Add(Journaled into, LedgerRows executions, LedgerRows adjustments, LedgerRows fees, JournalLine entry)
    {
        switch (entry.Kind)
        {
            case nameof(ExecutionReport) or JournalKinds.ExternalReport:
                var booked = entry.Parse<Booked>();
                var report = booked.Report ?? throw new FormatException($"journal {entry.Seq}: its {entry.Kind} has no report");
                if (entry.ClOrdId is { } clOrdId)
                {
                    into.Orders.Add(entry.Seq, clOrdId, entry.Pass, report, booked.StandingAt);
                    into.Policies.Reported(clOrdId, booked.OrdStatus);
                }

                into.Ledger.Add(report, entry.ClOrdId, entry.Seq);
                Add(executions, report, entry.ClOrdId, entry.Seq);
                return 1;
            case JournalKinds.LedgerAdjusted:
                Add(into.Ledger, adjustments, entry.Parse<Adjusted>(), entry.Seq);
                return 0;
            case JournalKinds.FeeReported:
                Add(into.Ledger, fees, entry.Parse<Taken>().Fee ?? throw new FormatException($"journal {entry.Seq}: its {entry.Kind} has no fee"), entry.ClOrdId, entry.Seq);
                return 0;
            case JournalKinds.CashStated:
                into.Cash.Add(entry);
                return 0;
            case var kind when JournalOrders.Tells(kind):
                into.Orders.Add(entry.Seq, kind, entry.OfOrder, entry.Pass, entry.Time, entry.Parse<JournalOrders.Said>());
                break;
        }

        into.Cancels.Add(entry);
        into.Policies.Add(entry);
        return 0;
    }

    private static void Add(LedgerRows executions, ExecutionReport report, string? clOrdId, long seq)
    {
        if (report.ExecId is null)
        {
            return;
        }

        // What was booked as nobody's and is reported of an order of ours is that order's from then on, and else stays as it was booked.
        if (!executions.TryAmend("cl_ord_id", clOrdId, report.Venue, report.Account, report.ExecId))
        {
            executions.Make(
                report.Venue, report.Account, report.ExecId, clOrdId, report.OrderId, Columns.Word(report.ExecType), report.ExecRefId, report.Symbol,
                Columns.Word(report.Side), report.LastQty, report.LastPx, report.Commission, report.CommCurrency, report.TransactTime,
                report.Quote?.Bid, report.Quote?.BidSize, report.Quote?.Ask, report.Quote?.AskSize, seq);
        }
    }

    // An adjustment of cash is of no position.
    private static void Add(RebuiltLedger ledger, LedgerRows adjustments, Adjusted entry, long seq)
    {
        adjustments.Make(entry.BreakId, entry.Venue, entry.Account, entry.Symbol, entry.Qty, entry.At, entry.By, entry.Why, seq);
        if (entry.Symbol is { } symbol)
        {
            ledger.Add(new Adjustment(entry.BreakId, entry.Venue, entry.Account, symbol, entry.Qty, entry.At));
        }
    }

    private static void Add(RebuiltLedger ledger, LedgerRows fees, FeeReport fee, string? clOrdId, long seq)
    {
        fees.Make(
            fee.Venue, fee.Account, fee.FeeId, fee.FeeType, fee.Symbol, fee.Amount, fee.Currency, fee.OrderId, fee.ExecId, clOrdId, fee.TransactTime, seq);
        ledger.Add(fee);
    }

    private static LedgerRows Executions() => new(
        "executions", ["venue", "account", "exec_id"],
        [
            "cl_ord_id", "order_id", "exec_type", "exec_ref_id", "symbol", "side", "last_qty", "last_px", "commission", "comm_currency", "transact_time",
            "bid", "bid_size", "ask", "ask_size", "seq",
        ]);

    private static LedgerRows Adjustments() => new("adjustments", ["break_id"], ["venue", "account", "symbol", "qty", "at", "by", "why", "seq"]);

    private static LedgerRows FeeReports() => new(
        "fee_reports", ["venue", "account", "fee_id"], ["fee_type", "symbol", "amount", "currency", "order_id", "exec_id", "cl_ord_id", "at", "seq"]);

    private static LedgerRows Restatements(RebuiltLedger ledger)
    {
        var rows = new LedgerRows("restatements", ["cl_ord_id", "at"], ["account", "symbol", "order_qty", "is_split", "seq"]);
        foreach (var (clOrdId, account, symbol, restatement, seq) in ledger.Restatements)
        {
            rows.Make(clOrdId, restatement.At, account, symbol, restatement.OrderQty, restatement.IsSplit, seq);
        }

        return rows;
    }

    private static LedgerRows Positions(IReadOnlyDictionary<(string Account, string Symbol), RebuiltPosition> positions)
    {
        var rows = new LedgerRows(
            "positions", ["account", "symbol"], ["qty", "cost_px", "cost", "realized_pnl", "newest_at", "newest_exec_id"], 0m, 0m, 0m, 0m, DateTimeOffset.MinValue, "");
        foreach (var ((account, symbol), rebuilt) in positions)
        {
            var (position, newest) = (rebuilt.Position, rebuilt.Newest);
            rows.Make(account, symbol, position.Qty, position.CostPx, position.Cost, position.RealizedPnl, newest.At, newest.ExecId);
        }

        return rows;
    }

    private static LedgerRows Entries(IReadOnlyDictionary<(string Account, string Symbol), RebuiltPosition> positions)
    {
        var rows = new LedgerRows(
            "position_entries", ["account", "symbol", "at", "exec_id", "venue"], ["signed_qty", "value", "is_fee", "position_qty", "position_cost", "realized_pnl"]);
        foreach (var ((account, symbol), rebuilt) in positions)
        {
            foreach (var (entry, after) in rebuilt.Entries)
            {
                rows.Make(account, symbol, entry.At, entry.ExecId, entry.Venue, entry.SignedQty, entry.Value, entry.IsFee, after.Qty, after.Cost, after.RealizedPnl);
            }
        }

        return rows;
    }

    private static LedgerRows Fees(RebuiltLedger ledger)
    {
        var rows = new LedgerRows("fees", ["account", "currency"], ["amount"], 0m);
        foreach (var ((account, currency), amount) in ledger.Fees())
        {
            rows.Make(account, currency, amount);
        }

        return rows;
    }

    private sealed record Booked(ExecutionReport? Report, DateTimeOffset? StandingAt, OrdStatus OrdStatus);

    private sealed record Taken(FeeReport? Fee);

    private sealed record Adjusted(long BreakId, string Venue, string Account, string? Symbol, decimal Qty, DateTimeOffset At, string By, string Why);

    // What the journal's entries are added to.
    private sealed record Journaled(JournalOrders Orders, RebuiltLedger Ledger, JournalCancels Cancels, JournalPolicies Policies, JournalCash Cash);
}
