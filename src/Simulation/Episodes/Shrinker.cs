using System.Text.Json;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Episodes;

/// <summary>
/// Takes away from a scenario that fails whatever it fails without: first what comes after the break and what is about other orders,
/// then halves, quarters and at last single ones (delta debugging) of its steps, lines and behaviours, then symbols, processes and
/// settings.
/// </summary>
internal sealed class Shrinker(Func<Scenario, BrokenExpectation?> whatBreaks)
{
    private const int MostRuns = 600;

    private Scenario smallest = null!;
    private string what = "";
    private int runs;

    /// <summary>Told of every scenario that breaks the same, each smaller than the one before; the first is the whole one.</summary>
    public event Action<Scenario>? Found;

    /// <summary>The smallest scenario found that still breaks the same.</summary>
    /// <param name="scenario">One that breaks.</param>
    /// <param name="broken">What it breaks, and when.</param>
    public Scenario Shrink(Scenario scenario, BrokenExpectation broken)
    {
        what = broken.What;
        Keep(scenario with { Name = $"{scenario.Name}: {what}" });
        CutAfter(broken);
        if (broken.Order is { } order)
        {
            Try(OnlyAbout(order));
        }

        for (var before = int.MaxValue; before != Size(smallest) && runs < MostRuns;)
        {
            before = Size(smallest);
            Reduce(() => smallest.Steps.Count, dropped => Reduction.WithoutSteps(smallest, (_, i) => dropped(i)));
            Reduce(() => ScenarioSize.Of(smallest).Lines, dropped => Reduction.WithLines(smallest, (_, i) => !dropped(i)));
            Reduce(() => smallest.Venue!.Behaviours.Count, dropped => Reduction.WithBehaviours(smallest, (_, i) => !dropped(i)));
            foreach (var symbol in smallest.Venue!.Quotes!.Select(quote => quote.Symbol).ToList())
            {
                Try(Reduction.WithoutSymbol(smallest, symbol));
            }

            Simplify();
        }

        return smallest;
    }

    private static int Size(Scenario scenario) => ScenarioSize.Of(scenario) is var size
        ? size.Steps + size.Lines + size.Behaviours + scenario.Venue!.Quotes!.Count + (scenario.Workers?.Count ?? 0) + scenario.Settings!.Value.EnumerateObject().Count()
            + (scenario.Until is null ? 1 : 0)
        : 0;

    // Pieces from the largest to the smallest. What is dropped from a later place leaves the earlier ones where they are.
    private void Reduce(Func<int> count, Func<Func<int, bool>, Scenario> without)
    {
        for (var piece = (count() + 1) / 2; piece >= 1; piece /= 2)
        {
            for (var start = count() - piece; start > -piece && runs < MostRuns; start -= piece)
            {
                var (from, to) = (start, start + piece);
                Try(without(i => i >= from && i < to));
            }
        }
    }

    private void Simplify()
    {
        if (smallest.Workers is not null)
        {
            Try(Reduction.OnOneProcess(smallest));
        }

        foreach (var key in smallest.Settings!.Value.EnumerateObject().Select(setting => setting.Name).ToList())
        {
            Try(Reduction.WithoutSetting(smallest, key));
        }
    }

    // A guarantee that is broken on the way has nothing to do with what would come later, nor with how it all ends.
    private void CutAfter(BrokenExpectation broken)
    {
        if (!what.StartsWith('$'))
        {
            Try(Reduction.Until(smallest, broken.At) with { Expect = null });
        }
    }

    private Scenario OnlyAbout(string order)
    {
        if (smallest.Steps.FirstOrDefault(step => step.As?.Items.Contains(order) is true) is not { } sent)
        {
            return smallest;
        }

        var symbols = Reduction.LinesOf(sent).Select(line => line.GetProperty("symbol").GetString()).ToHashSet();
        var own = Reduction.WithoutSteps(smallest, (step, _) => step.Intent is { } intent && PlanOf(intent) != PlanOf(sent.Intent!.Value));
        return Reduction.WithBehaviours(own, (behaviour, _) => behaviour.When.Symbol is null || symbols.Contains(behaviour.When.Symbol));
    }

    private static string? PlanOf(JsonElement intent) => intent.GetProperty("rebalance_id").GetString();

    private bool Try(Scenario candidate)
    {
        if (Size(candidate) >= Size(smallest))
        {
            return false;
        }

        runs++;
        if (whatBreaks(candidate) is not { } broken || broken.What != what)
        {
            return false;
        }

        // Whoever breaks earlier needs no steps after that.
        Keep(candidate.Until is null ? candidate : Reduction.Until(candidate, broken.At));
        return true;
    }

    private void Keep(Scenario scenario)
    {
        smallest = scenario;
        Found?.Invoke(scenario);
    }
}
