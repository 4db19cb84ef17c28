using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>Reports about one order of 10, and what the ledger makes of them.</summary>
internal static class Reports
{
    public const decimal OrderQty = 10;

    public static OrderLedger Start { get; } = new() { OrderQty = OrderQty };

    public static ExecutionReport Report(ExecType exec, decimal qty = 0, decimal px = 0) => new()
    {
        Venue = "paper", Account = "paper", OrderId = "1", ExecType = exec, OrdStatus = Usual(exec), Symbol = "AAPL", Side = Side.Buy,
        OrderQty = OrderQty, LastQty = qty, LastPx = px, TransactTime = DateTimeOffset.UnixEpoch,
    };

    public static ExecutionReport Trade(decimal qty, decimal px = 100) => Report(ExecType.Trade, qty, px) with { ExecId = $"{qty}@{px}" };

    /// <summary>The order after these reports, each trade among them an execution of its own.</summary>
    public static OrderLedger After(params IEnumerable<ExecutionReport> reports) =>
        reports.Aggregate(Start, (ledger, report) => ledger.Apply(report, Fill.None, Counted(report)).After);

    /// <summary>What one trade counts.</summary>
    public static Fill Counted(ExecutionReport report) => new(report.LastQty, report.LastQty * report.LastPx);

    /// <summary>The status that a report of a kind usually states.</summary>
    public static OrdStatus Usual(ExecType exec) => exec switch
    {
        ExecType.Canceled => OrdStatus.Canceled,
        ExecType.Expired => OrdStatus.Expired,
        ExecType.Rejected => OrdStatus.Rejected,
        ExecType.PendingNew => OrdStatus.PendingNew,
        ExecType.PendingCancel => OrdStatus.PendingCancel,
        ExecType.PendingReplace => OrdStatus.PendingReplace,
        ExecType.DoneForDay => OrdStatus.DoneForDay,
        ExecType.Stopped => OrdStatus.Stopped,
        ExecType.Suspended => OrdStatus.Suspended,
        ExecType.Calculated => OrdStatus.Calculated,
        _ => OrdStatus.New,
    };
}
