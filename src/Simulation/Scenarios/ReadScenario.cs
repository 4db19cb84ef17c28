namespace Pipeline.Simulation.Scenarios;

/// <summary>A scenario that was read and understood.</summary>
public sealed class ReadScenario
{
    internal ReadScenario(Scenario document, SimulationSettings settings, OrderNames names, DateTimeOffset start) =>
        (Document, Settings, Names, Start) = (document, settings, names, start);

    public Scenario Document { get; }

    /// <summary>Why it can't be run before the venue that it is put before; null where it can.</summary>
    public string? Skipped { get; internal init; }

    internal SimulationSettings Settings { get; }

    internal OrderNames Names { get; }

    internal DateTimeOffset Start { get; }
}
