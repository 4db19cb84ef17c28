namespace Pipeline.Simulation.VenueSimulator;

/// <summary>How the simulated venue is set up.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Cash of the account at the start, in USD.</summary>
    public decimal StartingCash { get; init; } = 10_000_000;
}
