using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>An episode's store is lost, and one from some seconds before takes its place; later an operator ends that state.</summary>
internal static class RestoreSteps
{
    public static IReadOnlyList<Step> Of(Dice dice, TimeSpan length)
    {
        if (!dice.Chance(0.15))
        {
            return [];
        }

        var at = dice.Between(length / 4, length);
        var to = at - dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));
        return
        [
            new Step { At = Moment.After(at), RestoreBackup = new RestoreBackupAct { To = Moment.After(to) } },
            new Step { At = Moment.After(at), Store = UpOrDown.Up },
            new Step { At = Moment.After(at), Restart = new RestartAct { Restored = true } },
        ];
    }

    /// <summary>An operator ends the restored state; the import may still be to come, and then it can't be.</summary>
    public static Step End(TimeSpan at) => new() { At = Moment.After(at), Operator = new OperatorAct { EndRestored = true, MayBeRefused = true } };
}
