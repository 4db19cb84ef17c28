using Pipeline.Simulation.Scenarios;

namespace Pipeline.Host.Scenarios;

/// <summary>Verdicts for people.</summary>
internal static class ScenarioTable
{
    public static void Write(TextWriter output, IReadOnlyList<Verdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            output.WriteLine($"{(verdict.Ok ? "ok    " : "BROKEN")}  {verdict.Name}");
            if (verdict.Broken is { } broken)
            {
                output.WriteLine($"        {broken.What} at {broken.After}{(broken.Order is null ? "" : $", order {broken.Order}")}: expected {broken.Expected}; found {broken.Found}");
                foreach (var entry in broken.Timeline ?? [])
                {
                    output.WriteLine($"          {entry.At:HH:mm:ss.fff}  {entry.Kind}  {entry.Data}");
                }
            }
        }

        output.WriteLine($"{verdicts.Count(verdict => verdict.Ok)} of {verdicts.Count} hold");
    }
}
