using Pipeline.Simulation.Scenarios;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Simulation.Episodes;

/// <summary>What operators do about trading as a whole: halt it and resume it. They may find nobody who does it.</summary>
internal static class OperatorSteps
{
    /// <summary>Halts, each released after a while, and sometimes a halt file.</summary>
    public static IEnumerable<Step> Halts(Dice dice, IReadOnlyList<string> symbols, TimeSpan length)
    {
        var count = dice.Chance(0.5) ? 0 : dice.Between(1, 3);
        for (var i = 0; i < count; i++)
        {
            var scope = dice.Chance(0.3) ? "all" : dice.Chance(0.2) ? "venue:alpaca" : $"symbol:{dice.Pick(symbols)}";
            var at = dice.Between(TimeSpan.Zero, length);
            yield return Act(at, new OperatorAct { Halt = scope, Mode = dice.Chance(0.3) ? HaltMode.ReduceOnly : null, CancelOpen = dice.Chance(0.3) });
            yield return Act(at + dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(15)), new OperatorAct { Resume = scope });
        }

        if (dice.Chance(0.2))
        {
            // What it has said stays halted when it is gone, until operators end it.
            var text = dice.Chance(0.5) ? "" : $"symbol:{dice.Pick(symbols)} # by file";
            var at = dice.Between(TimeSpan.Zero, length);
            yield return new Step { At = Moment.After(at), HaltFile = new HaltFileAct { Text = text, Unreadable = dice.Chance(0.2) } };
            yield return new Step { At = Moment.After(at + dice.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10))), HaltFile = new HaltFileAct { Gone = true } };
        }

        foreach (var symbol in symbols.Where(_ => dice.Chance(0.5)))
        {
            yield return Act(dice.Between(TimeSpan.Zero, length), new OperatorAct { Accept = new BreakChoice { Kind = BreakKind.RejectBreaker, Symbol = symbol } });
        }
    }

    /// <summary>Ends whatever operators have begun.</summary>
    public static IEnumerable<Step> Repair(IEnumerable<Step> steps, TimeSpan at) =>
        steps.Select(step => step.Operator?.Halt).OfType<string>()
            .Concat(steps.Select(step => step.HaltFile).OfType<HaltFileAct>().Where(file => !file.Gone).Select(file => file is { Unreadable: false, Text.Length: > 0 } ? file.Text.Split(' ')[0] : "all"))
            .Distinct().Select(scope => Act(at, new OperatorAct { Resume = scope }));

    private static Step Act(TimeSpan at, OperatorAct act) => new() { At = Moment.After(at), Operator = act with { MayBeRefused = true } };
}
