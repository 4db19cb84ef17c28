using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>One order's ledger with its executions in memory: reports go in under their ids, one a second.</summary>
internal sealed class OrderBook(decimal orderQty)
{
    private readonly List<Execution> executions = [];
    private readonly List<Restatement> restatements = [];
    private int seconds;

    public OrderLedger Ledger { get; private set; } = new() { OrderQty = orderQty };

    /// <summary>What FIX's tables show after every step.</summary>
    public (OrdStatus OrdStatus, decimal OrderQty, decimal CumQty, decimal LeavesQty, decimal AvgPx) Row =>
        (Ledger.OrdStatus, Ledger.OrderQty, Ledger.CumQty, Ledger.LeavesQty, Ledger.AvgPx ?? 0);

    public OrderBook Report(ExecType exec, OrdStatus stated, decimal? qty = null)
    {
        Apply(Of(exec, stated) with { OrderQty = qty ?? Ledger.OrderQty });
        return this;
    }

    public OrderBook Trade(string id, decimal qty, decimal px, OrdStatus stated = OrdStatus.PartiallyFilled)
    {
        Apply(Of(ExecType.Trade, stated) with { ExecId = id, LastQty = qty, LastPx = px });
        return this;
    }

    public OrderBook Bust(string id, string of)
    {
        Apply(Of(ExecType.TradeCancel, OrdStatus.PartiallyFilled) with { ExecId = id, ExecRefId = of });
        return this;
    }

    public OrderBook Correct(string id, string of, decimal qty, decimal px)
    {
        Apply(Of(ExecType.TradeCorrect, OrdStatus.PartiallyFilled) with { ExecId = id, ExecRefId = of, LastQty = qty, LastPx = px });
        return this;
    }

    public LedgerChange Apply(ExecutionReport report)
    {
        var before = Total();
        if (Execution.Of(report, null) is { } execution)
        {
            executions.Add(execution);
        }

        if (Restatement.Of(report) is { } restatement)
        {
            restatements.Add(restatement);
        }

        var change = Ledger.Apply(report, before, Total());
        Ledger = change.After;
        return change;
    }

    public ExecutionReport Of(ExecType exec, OrdStatus stated) => Reports.Report(exec) with
    {
        OrdStatus = stated, TransactTime = DateTimeOffset.UnixEpoch.AddSeconds(++seconds),
    };

    private Fill Total()
    {
        var splits = Split.OfOrder(orderQty, restatements.Distinct());
        var fills = ExecutionChain.All(executions).Select(chain => ExecutionChain.Counted(chain.Related, splits)).ToList();
        return new Fill(fills.Sum(fill => fill.Qty), fills.Sum(fill => fill.Value));
    }
}
