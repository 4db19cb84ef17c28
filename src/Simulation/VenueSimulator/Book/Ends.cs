namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The ends an order can come to otherwise than by trading.</summary>
internal static class Ends
{
    /// <summary>The last state of an order and the event that tells of it.</summary>
    public static (OrderState State, EventKind Kind) Of(OrderState state, string status, DateTimeOffset at) => status switch
    {
        OrderStatuses.Canceled => (state with { Status = status, CanceledAt = at }, EventKind.Canceled),
        OrderStatuses.Expired => (state with { Status = status, ExpiredAt = at }, EventKind.Expired),
        OrderStatuses.Rejected => (state with { Status = status, FailedAt = at }, EventKind.Rejected),
        OrderStatuses.Replaced => (state with { Status = status, ReplacedAt = at }, EventKind.Replaced),
        _ => throw new InvalidOperationException($"No order ends {status}."),
    };
}
