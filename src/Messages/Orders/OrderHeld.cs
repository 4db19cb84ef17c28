namespace Pipeline.Messages.Orders;

/// <summary>The order waits, unsent, for a session, a person or its deadline.</summary>
public sealed record OrderHeld : OrderMessage
{
    /// <summary>Stable code of the reason.</summary>
    public required string Code { get; init; }

    /// <summary><c>key=value</c> facts behind the code.</summary>
    public required string Detail { get; init; }
}
