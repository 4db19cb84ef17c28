namespace Pipeline.Messages.Orders;

/// <summary>The order may or may not be at the venue. Stays open until evidence says which.</summary>
public sealed record SubmissionUnresolved : OrderMessage
{
    public required int Attempt { get; init; }

    /// <summary>What happened to the call, for example <c>TIMEOUT</c>.</summary>
    public required string Reason { get; init; }
}
