using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Ledger;

/// <summary>A report that changed what an order asks for.</summary>
/// <param name="At">When, by the venue's clock.</param>
/// <param name="OrderQty">What it asks for from then on.</param>
/// <param name="IsSplit">Whether by a corporate action, which restates its fills too.</param>
public sealed record Restatement(DateTimeOffset At, decimal OrderQty, bool IsSplit)
{
    /// <summary>Whether another word of the same restatement says more: that it was a split.</summary>
    public bool IsCompletedBy(Restatement other) => At == other.At && other.IsSplit && !IsSplit;


    /// <summary>The restatement in a report; null when it has none. An order that a successor took the place of keeps what it asked for.</summary>
    public static Restatement? Of(ExecutionReport report) =>
        report is { ExecType: ExecType.Replaced or ExecType.Restated, OrdStatus: not OrdStatus.Replaced, OrderQty: > 0 }
            ? new Restatement(report.TransactTime, report.OrderQty, report.ExecRestatementReason == ExecRestatementReason.GtCorporateAction)
            : null;
}
