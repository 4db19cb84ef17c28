namespace Pipeline.Messages.Orders;

/// <summary>Refused by the pipeline; nothing was sent to a venue. Denied is ours, rejected is the venue's.</summary>
public sealed record OrderDenied : OrderMessage
{
    /// <summary>Stable code of the first rule that failed.</summary>
    public required string Code { get; init; }

    /// <summary><c>key=value</c> facts behind the code.</summary>
    public required string Detail { get; init; }
}
