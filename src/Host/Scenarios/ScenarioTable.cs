using Pipeline.Simulation.Scenarios;

namespace Pipeline.Host.Scenarios;

/// <summary>Verdicts for people.</summary>
internal static class ScenarioTable
{
    public static void Write(TextWriter output, IReadOnlyList<Verdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            output.WriteLine($"{(verdict.Skipped is not null ? "skip  " : verdict.Ok ? "ok    " : "BROKEN")}  {verdict.Name}{(verdict.Skipped is null ? "" : $" ({verdict.Skipped})")}");
            if (verdict.Broken is { } broken)
            {
                output.WriteLine($"        {broken.What} at {broken.After}{(broken.Order is null ? "" : $", order {broken.Order}")}: expected {broken.Expected}; found {broken.Found}");
                foreach (var entry in broken.Timeline ?? [])
                {
                    output.WriteLine($"          {entry.At:HH:mm:ss.fff}  {entry.Kind}  {entry.Data}");
                }
            }
        }

        var (run, skipped) = (verdicts.Count(verdict => verdict.Skipped is null), verdicts.Count(verdict => verdict.Skipped is not null));
        output.WriteLine($"{verdicts.Count(verdict => verdict.Ok) - skipped} of {run} hold{(skipped == 0 ? "" : $", {skipped} skipped")}");
    }
}
