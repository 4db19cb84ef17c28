namespace Pipeline.Simulation.Scenarios;

/// <summary>A scenario that was read and understood.</summary>
public sealed class ReadScenario
{
    internal ReadScenario(Scenario document, SimulationSettings settings, OrderNames names, DateTimeOffset start) =>
        (Document, Settings, Names, Start) = (document, settings, names, start);

    public Scenario Document { get; }

    internal SimulationSettings Settings { get; }

    internal OrderNames Names { get; }

    internal DateTimeOffset Start { get; }
}
