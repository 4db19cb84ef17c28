namespace Pipeline.Messages.Orders;

/// <summary>The venue refused the order with an answer that proves it did not accept it. Submission to reconciliation.</summary>
public sealed record OrderRejected : OrderMessage
{
    public required int Attempt { get; init; }

    /// <summary>Stable code the adapter maps the venue's answer to.</summary>
    public required string Code { get; init; }

    /// <summary>The venue's words: untrusted.</summary>
    public required string Text { get; init; }
}
