using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>
/// Takes away from a scenario that fails whatever it fails without: steps and the venue's behaviours, large pieces first, then
/// smaller ones (delta debugging).
/// </summary>
internal sealed class Shrinker(Func<Scenario, string?> whatBreaks)
{
    private const int MostRuns = 400;

    private int runs;

    /// <summary>The smallest scenario found that still breaks the same.</summary>
    /// <param name="scenario">One that breaks.</param>
    /// <param name="what">What it breaks.</param>
    public Scenario Shrink(Scenario scenario, string what)
    {
        for (var before = 0; before != Size(scenario) && runs < MostRuns;)
        {
            before = Size(scenario);
            scenario = Reduce(scenario, what, scenario.Steps.Count, (whole, kept) => WithSteps(whole, [.. whole.Steps.Where((_, i) => kept(i))]));
            scenario = Reduce(
                scenario, what, scenario.Venue!.Behaviours.Count,
                (whole, kept) => whole with { Venue = whole.Venue! with { Behaviours = [.. whole.Venue.Behaviours.Where((_, i) => kept(i))] } });
        }

        return scenario with { Name = $"{scenario.Name}, shrunk: {what}" };
    }

    private Scenario Reduce(Scenario scenario, string what, int count, Func<Scenario, Func<int, bool>, Scenario> keep)
    {
        for (var piece = (count + 1) / 2; piece >= 1; piece = piece == 1 ? 0 : (piece + 1) / 2)
        {
            for (var start = 0; start < count && runs < MostRuns;)
            {
                var candidate = keep(scenario, i => i < start || i >= start + piece);
                runs++;
                if (whatBreaks(candidate) == what)
                {
                    scenario = candidate;
                    count = Math.Max(0, count - piece);
                }
                else
                {
                    start += piece;
                }
            }
        }

        return scenario;
    }

    // An order whose intent is gone has no name any more, so what is said about it goes too.
    private static Scenario WithSteps(Scenario scenario, IReadOnlyList<Step> steps)
    {
        var names = steps.SelectMany(step => step.As?.Items ?? []).ToHashSet();
        return scenario with
        {
            Steps = [.. steps.Where(step => NameIn(step) is not { } name || names.Contains(name))],
        };
    }

    private static string? NameIn(Step step) => step.Redeliver?.Order ?? step.Operator?.Cancel;

    private static int Size(Scenario scenario) => scenario.Steps.Count + scenario.Venue!.Behaviours.Count;
}
