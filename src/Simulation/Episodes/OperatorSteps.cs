using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>What operators do about trading as a whole: halt it and resume it, and go back to a backup. They may find nobody who does it.</summary>
internal static class OperatorSteps
{
    /// <summary>Halts, each lifted after a while.</summary>
    public static IEnumerable<Step> Halts(Dice dice, IReadOnlyList<string> symbols, TimeSpan length)
    {
        var count = dice.Chance(0.5) ? 0 : dice.Between(1, 3);
        for (var i = 0; i < count; i++)
        {
            var scope = dice.Chance(0.3) ? "all" : dice.Chance(0.2) ? "venue:alpaca" : $"symbol:{dice.Pick(symbols)}";
            var at = dice.Between(TimeSpan.Zero, length);
            yield return Act(at, new OperatorAct { Halt = scope });
            yield return Act(at + dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(15)), new OperatorAct { Resume = scope });
        }
    }

    /// <summary>The store goes back to a backup, and everything is started on it as the handbook says.</summary>
    public static IEnumerable<Step> Restoration(Dice dice, TimeSpan length)
    {
        var at = dice.Between(length / 4, length);
        yield return At(at) with { Store = UpOrDown.Up };
        yield return At(at) with { RestoreBackup = new RestoreBackupAct { To = Moment.After(at - dice.Between(TimeSpan.Zero, length / 4)) } };
        yield return At(at) with { Restart = new RestartAct { Restored = true } };
        yield return Act(at + dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)), new OperatorAct { EndRestored = true });
    }

    /// <summary>Ends whatever operators have begun.</summary>
    public static IEnumerable<Step> Repair(IEnumerable<Step> steps, TimeSpan at) =>
        steps.Select(step => step.Operator?.Halt).OfType<string>().Distinct().Select(scope => Act(at, new OperatorAct { Resume = scope }))
            .Append(Act(at, new OperatorAct { EndRestored = true }));

    private static Step Act(TimeSpan at, OperatorAct act) => At(at) with { Operator = act with { MayBeRefused = true } };

    private static Step At(TimeSpan at) => new() { At = Moment.After(at) };
}
