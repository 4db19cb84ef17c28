namespace Pipeline.Trading.Orders;

/// <summary>What a report did to the ledger of an order.</summary>
/// <param name="Before">The ledger before it.</param>
/// <param name="After">The ledger after it.</param>
/// <param name="Refusal">Why the venue's word was not followed; null when it was.</param>
public sealed record LedgerChange(OrderLedger Before, OrderLedger After, string? Refusal)
{
    /// <summary>Change of the filled quantity; negative for a bust.</summary>
    public decimal QtyDelta => After.CumQty - Before.CumQty;

    /// <summary>A fill came after the order was done: booked, and raised.</summary>
    public bool IsLateFill => QtyDelta > 0 && Before.OrdStatus.IsTerminal();

    /// <summary>More is filled than the order asks for, by a fill or because it asks for less now: booked, and raised.</summary>
    public bool IsOverFill => After.OverfilledQty > Before.OverfilledQty;

    /// <summary>An order of which nothing was open is open again, as after a bust. What is filled whole stays so, whatever the venue says of it afterwards, such as done for the day or calculated.</summary>
    public bool IsReopened => (Before.OrdStatus.IsTerminal() || Before.CumQty >= Before.OrderQty) && After.LeavesQty > 0;
}
