namespace Pipeline.Simulation.VenueSimulator;

/// <summary>A trade, a bust or a correction as the venue booked it.</summary>
public sealed record SimulatedExecution
{
    /// <summary>Its place among all executions, from 1.</summary>
    public required long Seq { get; init; }

    public required string ExecId { get; init; }

    /// <summary>For a bust or a correction, the trade it changes.</summary>
    public string? ExecRefId { get; init; }

    public required ExecutionKind Kind { get; init; }

    public required SimulatedOrder Order { get; init; }

    /// <summary>The quantity; for a bust what is taken back, for a correction the new one.</summary>
    public required decimal Qty { get; init; }

    /// <summary>The price; for a correction the new one.</summary>
    public required decimal Px { get; init; }

    /// <summary>When it took place.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The venue's reason for a bust or a correction.</summary>
    public string? Text { get; init; }

    /// <summary>When it was booked, which is never earlier and never runs backwards.</summary>
    internal DateTimeOffset BookedAt { get; init; }

    /// <summary>What the order had traded after it.</summary>
    internal decimal CumQty { get; init; }

    /// <summary>What was left of the order after it.</summary>
    internal decimal LeavesQty { get; init; }
}

/// <summary>What an execution is.</summary>
public enum ExecutionKind
{
    Trade,
    Bust,
    Correct,
}
