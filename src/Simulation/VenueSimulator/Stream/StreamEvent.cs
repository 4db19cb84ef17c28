namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Something that happened to an order, with the state it left the order in.</summary>
internal sealed record StreamEvent
{
    public required EventKind Kind { get; init; }

    public required SimulatedOrder Order { get; init; }

    public required OrderState State { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null where the venue gives none, as with pending_new.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>The trade, the bust or the correction; null for every other event.</summary>
    public SimulatedExecution? Execution { get; init; }

    /// <summary>The account's position after it, with an execution.</summary>
    public decimal? PositionQty { get; init; }

    /// <summary>The venue's words.</summary>
    public string? Reason { get; init; }
}
