using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Ledger;

/// <summary>A trade, or a bust or correction that refers to an earlier execution. An entry of the ledger, never changed.</summary>
public sealed record Execution
{
    public required string Venue { get; init; }

    public required string Account { get; init; }

    public required string ExecId { get; init; }

    /// <summary>The execution that this one restates; null for a trade.</summary>
    public string? ExecRefId { get; init; }

    public required ExecType ExecType { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public decimal Qty { get; init; }

    public decimal Px { get; init; }

    public decimal? Commission { get; init; }

    public string? CommCurrency { get; init; }

    /// <summary>When it took place, by the venue's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The order it belongs to; null for one that is not ours.</summary>
    public string? ClOrdId { get; init; }

    /// <summary>The execution in a report; null when the report is of none, or of one that can't be booked.</summary>
    /// <param name="report">The report.</param>
    /// <param name="clOrdId">The order it belongs to.</param>
    public static Execution? Of(ExecutionReport report, string? clOrdId) => !FillLifecycle.IsExecution(report.ExecType) || Fault(report) is not null
        ? null
        : new Execution
        {
            Venue = report.Venue, Account = report.Account, ExecId = report.ExecId!,
            ExecRefId = report.ExecType == ExecType.Trade ? null : report.ExecRefId,
            ExecType = report.ExecType, Symbol = report.Symbol, Side = report.Side, Qty = report.LastQty, Px = report.LastPx,
            Commission = report.Commission, CommCurrency = report.CommCurrency, At = report.TransactTime, ClOrdId = clOrdId,
        };

    /// <summary>
    /// Why an execution can't be booked; null when it can. Without an id it could be booked twice, and a restatement of nothing
    /// restates nothing.
    /// </summary>
    public static string? Fault(ExecutionReport report) => report switch
    {
        _ when !FillLifecycle.IsExecution(report.ExecType) => null,
        { ExecId: null } => $"a {report.ExecType} without an ExecId can't be told from its repetition",
        { ExecType: not ExecType.Trade, ExecRefId: null } => $"a {report.ExecType} that refers to no execution",
        _ => null,
    };
}
