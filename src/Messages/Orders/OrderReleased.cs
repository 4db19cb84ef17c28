namespace Pipeline.Messages.Orders;

/// <summary>The session is open: the order may be sent. Session check to submission; from the resolver, when a send is proven not to have arrived.</summary>
public sealed record OrderReleased : OrderMessage
{
    /// <summary>Which attempt to send this permits; the first is 1.</summary>
    public required int Attempt { get; init; }
}
