using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>Reports about one order of 10, and what the ledger makes of them.</summary>
internal static class Reports
{
    public const decimal OrderQty = 10;

    public static OrderLedger Start { get; } = new(OrdStatus.PendingNew, 0, 0);

    public static ExecutionReport Report(ExecType exec, decimal qty = 0, decimal px = 0) => new()
    {
        Venue = "paper", Account = "paper", OrderId = "1", ExecType = exec, OrdStatus = OrdStatus.New, Symbol = "AAPL", Side = Side.Buy,
        OrderQty = OrderQty, LastQty = qty, LastPx = px, TransactTime = DateTimeOffset.UnixEpoch,
    };

    public static ExecutionReport Fill(decimal qty, decimal px = 100) => Report(ExecType.Trade, qty, px);

    public static OrderLedger After(params IEnumerable<ExecutionReport> reports) =>
        reports.Aggregate(Start, (ledger, report) => ledger.Apply(report, OrderQty).Ledger);
}
