using System.Text.Json.Serialization;

namespace Pipeline.Messages.Orders;

/// <summary>
/// What every message about one order carries. Messages are thin: the order itself is in the store,
/// and a message that is late or comes twice must not bring old terms with it. Each says its type, which tells them apart in a <see cref="NewsBatch"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OrderProposed), nameof(OrderProposed))]
[JsonDerivedType(typeof(OrderValidated), nameof(OrderValidated))]
[JsonDerivedType(typeof(OrderReleased), nameof(OrderReleased))]
[JsonDerivedType(typeof(OrderHeld), nameof(OrderHeld))]
[JsonDerivedType(typeof(OrderDenied), nameof(OrderDenied))]
[JsonDerivedType(typeof(OrderSubmitting), nameof(OrderSubmitting))]
[JsonDerivedType(typeof(OrderAcknowledged), nameof(OrderAcknowledged))]
[JsonDerivedType(typeof(OrderRejected), nameof(OrderRejected))]
[JsonDerivedType(typeof(SubmissionUnresolved), nameof(SubmissionUnresolved))]
[JsonDerivedType(typeof(OrderStatusChanged), nameof(OrderStatusChanged))]
[JsonDerivedType(typeof(CancelOrder), nameof(CancelOrder))]
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
