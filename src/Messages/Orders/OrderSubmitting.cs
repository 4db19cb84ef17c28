namespace Pipeline.Messages.Orders;

/// <summary>The claim is durable: from here on the order may be at the venue.</summary>
public sealed record OrderSubmitting : OrderMessage
{
    public required int Attempt { get; init; }
}
