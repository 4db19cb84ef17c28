using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>How much there is to read in a scenario.</summary>
public sealed record ScenarioSize(int Steps, int Lines, int Behaviours)
{
    internal static ScenarioSize Of(Scenario scenario) => new(
        scenario.Steps.Count, scenario.Steps.Sum(step => Reduction.LinesOf(step).Count), scenario.Venue?.Behaviours.Count ?? 0);

    public override string ToString() => $"{Steps} steps, {Lines} lines of intents, {Behaviours} behaviours";
}
