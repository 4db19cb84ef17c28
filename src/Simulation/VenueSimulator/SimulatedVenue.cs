namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// A venue that speaks Alpaca's trading API over the matching core of the paper venue, and misbehaves on a script. Everything runs on
/// the thread of whoever calls or moves the clock, and ids are counted, so that the same calls at the same times give the same venue.
/// </summary>
public sealed class SimulatedVenue(SimulatorOptions options, TimeProvider clock)
{
    /// <summary>Every call so far, in the order in which they reached the venue.</summary>
    public IReadOnlyList<VenueCall> Calls { get; } = [];

    /// <summary>Every order, in the order of acceptance.</summary>
    public IReadOnlyList<SimulatedOrder> Orders { get; } = [];

    /// <summary>Every execution, in order.</summary>
    public IReadOnlyList<SimulatedExecution> Executions { get; } = [];

    /// <summary>Starts a script: what it says of the account and the market holds at once, its acts count from now.</summary>
    public void Load(VenueScript script) => throw new NotSupportedException($"{script} at {clock.GetUtcNow()} over {options}");

    /// <summary>Makes something happen, now or as much later as it says.</summary>
    public void Act(VenueAct act) => throw new NotSupportedException($"{act}");

    /// <summary>Answers a call. Where the script has no answer, only the cancellation ends the task.</summary>
    public Task<SimulatedResponse> HandleAsync(SimulatedRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{request} {cancellationToken}");

    /// <summary>Opens a connection to the stream.</summary>
    /// <exception cref="HttpRequestException">The venue is down.</exception>
    public SimulatedSocket Connect() => throw new NotSupportedException();
}
