namespace Pipeline.Messages.Orders;

/// <summary>Ask the venue to cancel what is left of an order. From whoever asks for it, and from the deadlines when an answer is missing, to submission.</summary>
public sealed record CancelOrder : OrderMessage
{
    /// <summary>Which attempt to ask this is; the first is 1. Asking twice is harmless.</summary>
    public required int Attempt { get; init; }
}
