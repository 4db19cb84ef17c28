using Pipeline.Messages.Orders;

namespace Pipeline.Trading.Orders;

/// <summary>What moves an order along: one word a kind of news.</summary>
public enum OrderTrigger
{
    Proposed,
    Validated,
    Held,
    Released,
    Denied,
    Submitting,
    Acknowledged,
    Rejected,
    Unresolved,

    /// <summary>The fill ledger moved and the order is open.</summary>
    Moved,

    /// <summary>The fill ledger moved and nothing is open any more.</summary>
    Ended,
}

public static class OrderTriggers
{
    /// <summary>The trigger that a message is.</summary>
    public static OrderTrigger Of(OrderMessage message) => message switch
    {
        OrderProposed => OrderTrigger.Proposed,
        OrderValidated => OrderTrigger.Validated,
        OrderHeld => OrderTrigger.Held,
        OrderReleased => OrderTrigger.Released,
        OrderDenied => OrderTrigger.Denied,
        OrderSubmitting => OrderTrigger.Submitting,
        OrderAcknowledged => OrderTrigger.Acknowledged,
        OrderRejected => OrderTrigger.Rejected,
        SubmissionUnresolved => OrderTrigger.Unresolved,
        OrderStatusChanged changed => changed.IsTerminal ? OrderTrigger.Ended : OrderTrigger.Moved,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "No trigger for this message"),
    };

    /// <summary>Which attempt the news is about; 0 for news from before the first claim.</summary>
    public static int AttemptOf(OrderMessage message) => message switch
    {
        OrderReleased released => released.Attempt,
        OrderSubmitting submitting => submitting.Attempt,
        OrderAcknowledged acknowledged => acknowledged.Attempt,
        OrderRejected rejected => rejected.Attempt,
        SubmissionUnresolved unresolved => unresolved.Attempt,
        CancelOrder cancel => cancel.Attempt,
        _ => 0,
    };
}
