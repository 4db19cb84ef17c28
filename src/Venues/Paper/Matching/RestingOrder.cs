using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>What the matching needs to know of an order that is open.</summary>
/// <param name="Seq">Its place in the order of acceptance.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="OrdType">Its type as accepted; a triggered stop keeps it.</param>
/// <param name="LeavesQty">What is still to be filled, more than 0.</param>
/// <param name="Price">Limit price, or null.</param>
/// <param name="StopPx">Stop price, or null.</param>
/// <param name="TimeInForce">How long it may wait.</param>
/// <param name="Triggered">True for a stop that the market has reached.</param>
/// <param name="ExpiresAt">The first instant at which it is no longer good, or null.</param>
public sealed record RestingOrder(
    long Seq,
    Side Side,
    OrdType OrdType,
    decimal LeavesQty,
    decimal? Price,
    decimal? StopPx,
    TimeInForce TimeInForce,
    bool Triggered = false,
    DateTimeOffset? ExpiresAt = null)
{
    /// <summary>True for an order that waits for its stop price before it may trade.</summary>
    public bool AwaitsTrigger => OrdType is OrdType.Stop or OrdType.StopLimit && !Triggered;

    /// <summary>True for an order that never rests.</summary>
    public bool IsImmediate => TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
}
