namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What Alpaca's dialect says of a share, and holds orders to.</summary>
public sealed record AssetRules
{
    /// <summary>Whether parts of it are traded. Default true.</summary>
    public bool Fractionable { get; init; } = true;

    /// <summary>Whether it may be sold short. Default true.</summary>
    public bool Shortable { get; init; } = true;
}
