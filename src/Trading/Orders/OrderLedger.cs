using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Orders;

/// <summary>The fills of one order, and what one more report makes of them. Exact decimal arithmetic throughout.</summary>
/// <param name="OrdStatus">Where the order stands.</param>
/// <param name="CumQty">Quantity filled.</param>
/// <param name="CumValue">Sum of quantity times price.</param>
public sealed record OrderLedger(OrdStatus OrdStatus, decimal CumQty, decimal CumValue)
{
    /// <summary>Applies one report that is known not to be a duplicate.</summary>
    /// <param name="report">The report.</param>
    /// <param name="orderQty">What the order asks for.</param>
    /// <param name="original">For a bust or a correction, the execution it refers to, as it counts now; null when it is not known.</param>
    public LedgerChange Apply(ExecutionReport report, decimal orderQty, Fill? original = null)
    {
        var delta = Delta(report, original);
        var cumQty = CumQty + delta.Qty;
        var cumValue = CumValue + delta.Value;
        var status = FillLifecycle.Next(OrdStatus, report.ExecType, cumQty, orderQty) ?? OrdStatus;
        return new LedgerChange(
            new OrderLedger(status, cumQty, cumValue),
            delta.Qty,
            delta.Value,
            IsLateFill: delta.Qty != 0 && OrdStatus.IsTerminal(),
            IsOverFill: cumQty > orderQty);
    }

    private static (decimal Qty, decimal Value) Delta(ExecutionReport report, Fill? original) => report.ExecType switch
    {
        ExecType.Trade => (report.LastQty, report.LastQty * report.LastPx),
        ExecType.TradeCancel when original is not null => (-original.Qty, -original.Qty * original.Px),
        ExecType.TradeCorrect when original is not null =>
            (report.LastQty - original.Qty, (report.LastQty * report.LastPx) - (original.Qty * original.Px)),
        _ => (0, 0),
    };
}

/// <summary>An execution as it counts: after a correction, the corrected values.</summary>
public sealed record Fill(decimal Qty, decimal Px);

/// <summary>What a report did to the ledger.</summary>
/// <param name="Ledger">The ledger afterwards.</param>
/// <param name="QtyDelta">Change of the filled quantity; negative for a bust.</param>
/// <param name="ValueDelta">Change of the value.</param>
/// <param name="IsLateFill">A fill came after the order was done: booked, and raised.</param>
/// <param name="IsOverFill">More is filled than was asked for: booked, and raised.</param>
public sealed record LedgerChange(OrderLedger Ledger, decimal QtyDelta, decimal ValueDelta, bool IsLateFill, bool IsOverFill);
