namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Whether a client id may be used again.</summary>
internal sealed class IdRule(IdReuse reuse)
{
    /// <summary>Why an id can't be taken; null when it can.</summary>
    public ApiError? Refusal(string? clOrdId, OrderIndex orders) => IsTaken(clOrdId, orders) ? ApiError.Malformed("client_order_id must be unique") : null;

    /// <summary>Whether an id can't be taken.</summary>
    public bool IsTaken(string? clOrdId, OrderIndex orders) => clOrdId is not null && orders.ByClOrdId(clOrdId) is { } earlier && !IsFree(earlier);

    private bool IsFree(SimulatedOrder earlier) => reuse switch
    {
        IdReuse.Never => false,
        IdReuse.AfterFill => earlier.Status == OrderStatuses.Filled,
        IdReuse.AfterEnd => !earlier.IsOpen,
        IdReuse.Always => true,
        _ => throw new InvalidOperationException($"Nobody knows the reuse {reuse}."),
    };
}
