using Pipeline.Simulation.Scenarios;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Simulation.Episodes;

/// <summary>What operators do about trading as a whole: halt it and resume it. They may find nobody who does it.</summary>
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

        foreach (var symbol in symbols.Where(_ => dice.Chance(0.5)))
        {
            yield return Act(dice.Between(TimeSpan.Zero, length), new OperatorAct { Accept = new BreakChoice { Kind = BreakKind.RejectBreaker, Symbol = symbol } });
        }
    }

    /// <summary>Ends whatever operators have begun.</summary>
    public static IEnumerable<Step> Repair(IEnumerable<Step> steps, TimeSpan at) =>
        steps.Select(step => step.Operator?.Halt).OfType<string>().Distinct().Select(scope => Act(at, new OperatorAct { Resume = scope }));

    private static Step Act(TimeSpan at, OperatorAct act) => new() { At = Moment.After(at), Operator = act with { MayBeRefused = true } };
}
