namespace Pipeline.Messages.Orders;

/// <summary>The venue has the order. Submission to reconciliation.</summary>
public sealed record OrderAcknowledged : OrderMessage
{
    public required int Attempt { get; init; }

    /// <summary>The venue's id of the order.</summary>
    public required string OrderId { get; init; }
}
