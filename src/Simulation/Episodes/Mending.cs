using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>
/// Which steps make good what others have broken. A scenario whose processes stay dead in the end breaks anything: a smaller one
/// that is to break the same for the same reason keeps the last step that mends, as long as there is something to mend.
/// </summary>
internal static class Mending
{
    private static readonly (Func<Step, bool> Breaks, Func<Step, bool> Mends)[] Kinds =
    [
        (step => step.RestoreBackup is not null, step => step.Restart is { Restored: true }),
        (step => step.Crash is not null || step.RestoreBackup is not null, step => step.Restart is { Restored: false }),
        (step => step.Freeze is not null, step => step.Wake is not null),
        (step => step.Store == UpOrDown.Down, step => step.Store == UpOrDown.Up),
        (step => step.Broker == UpOrDown.Down, step => step.Broker == UpOrDown.Up),
        (step => step.Network is not null, step => step.Network is not null),
        (step => step.Venue?.Stop is not null, step => step.Venue?.Resume is not null),
        (step => step.HaltFile is { Gone: false }, step => step.HaltFile is { Gone: true }),
        (step => step.Operator?.Halt is not null || step.HaltFile is { Gone: false }, step => step.Operator?.Resume is not null),
    ];

    /// <summary>Steps without some of them, with the last that mends, and without those that have nothing to mend.</summary>
    public static IReadOnlyList<Step> Without(IReadOnlyList<Step> steps, Func<Step, int, bool> drops)
    {
        var last = Kinds.Select(kind => steps.LastOrDefault(kind.Mends)).OfType<Step>().ToHashSet(ReferenceEqualityComparer.Instance);
        var kept = steps.Where((step, i) => !drops(step, i) || last.Contains(step)).ToList();
        return [.. kept.Where(step => Kinds.Where(kind => kind.Mends(step)).All(kind => kept.Exists(other => kind.Breaks(other) && other != step)))];
    }
}
