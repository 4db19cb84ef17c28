using Pipeline.Messages.Fix;

namespace Pipeline.Messages.Orders;

/// <summary>The fill ledger moved: this is the order's status as FIX computes it from every report so far.</summary>
public sealed record OrderStatusChanged : OrderMessage
{
    public required OrdStatus OrdStatus { get; init; }

    public required decimal CumQty { get; init; }

    public required decimal LeavesQty { get; init; }

    /// <summary>True when no more of the order is open. A late report can still change what was filled.</summary>
    public required bool IsTerminal { get; init; }
}
