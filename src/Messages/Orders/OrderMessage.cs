namespace Pipeline.Messages.Orders;

/// <summary>
/// What every message about one order carries. Messages are thin: the order itself is in the store,
/// and a message that is late or comes twice must not bring old terms with it.
/// </summary>
public abstract record OrderMessage
{
    /// <summary>Identity of the order, 32 characters.</summary>
    public required string ClOrdId { get; init; }

    public required string IntentId { get; init; }

    /// <summary>Which pass through the checks this belongs to; the first is 1. A release from hold starts another.</summary>
    public required int Pass { get; init; }

    /// <summary>Journal sequence of the step that caused the message; later steps have larger ones.</summary>
    public required long Seq { get; init; }

    /// <summary>When that step was recorded, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
