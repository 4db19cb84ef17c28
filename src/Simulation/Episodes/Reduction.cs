using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Simulation.Scenarios;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Episodes;

/// <summary>Scenarios with less in them, which make sense all the same.</summary>
internal static class Reduction
{
    /// <summary>Without some of the steps. An order whose intent is gone has no name any more, so what is said about it goes too.</summary>
    public static Scenario WithoutSteps(Scenario scenario, Func<Step, int, bool> drops) =>
        Named(scenario with { Steps = Mending.Without(scenario.Steps, drops) });

    /// <summary>Only until an instant.</summary>
    public static Scenario Until(Scenario scenario, DateTimeOffset instant) => Named(scenario with
    {
        Steps = [.. scenario.Steps.Where(step => step.At!.Value.From(Scenario.DefaultClock) <= instant)],
        Until = Moment.After(instant - Scenario.DefaultClock),
    });

    /// <summary>Only some of the venue's behaviours.</summary>
    public static Scenario WithBehaviours(Scenario scenario, Func<VenueBehaviour, int, bool> keeps) =>
        scenario with { Venue = scenario.Venue! with { Behaviours = [.. scenario.Venue.Behaviours.Where(keeps)] } };

    /// <summary>Only some lines of the intents, counted over all of them. An intent without lines goes.</summary>
    public static Scenario WithLines(Scenario scenario, Func<JsonElement, int, bool> keeps)
    {
        var n = 0;
        var steps = new List<Step>();
        foreach (var step in scenario.Steps)
        {
            var kept = LinesOf(step).Select(line => keeps(line, n++)).ToList();
            if (kept.Count == 0 || kept.Contains(true))
            {
                steps.Add(kept.Contains(false) ? WithLines(step, kept) : step);
            }
        }

        return Named(scenario with { Steps = steps });
    }

    /// <summary>Without a symbol: its quote, its lines, what the venue does wrong with it, and its halts.</summary>
    public static Scenario WithoutSymbol(Scenario scenario, string symbol)
    {
        var lines = WithLines(scenario, (line, _) => line.GetProperty("symbol").GetString() != symbol);
        var behaviours = WithBehaviours(lines, (behaviour, _) => behaviour.When.Symbol != symbol);
        var steps = WithoutSteps(behaviours, (step, _) => (step.Operator?.Halt ?? step.Operator?.Resume) == $"symbol:{symbol}");
        return steps with { Venue = steps.Venue! with { Quotes = [.. steps.Venue.Quotes!.Where(quote => quote.Symbol != symbol)] } };
    }

    /// <summary>On one process, with queues in its memory.</summary>
    public static Scenario OnOneProcess(Scenario scenario) => WithoutSetting(scenario, "transport") with
    {
        Workers = null,
        Steps =
        [
            .. scenario.Steps.Where(step => step.Broker is null).Select(step => step with
            {
                Crash = step.Crash is null ? null : step.Crash with { Worker = null },
                Freeze = step.Freeze is null ? null : step.Freeze with { Worker = null },
                Wake = step.Wake is null ? null : step.Wake with { Worker = null },
                Restart = step.Restart is null ? null : step.Restart with { Worker = null },
            }),
        ],
    };

    /// <summary>With a setting as it is by default.</summary>
    public static Scenario WithoutSetting(Scenario scenario, string key)
    {
        var settings = JsonObject.Create(scenario.Settings!.Value)!;
        settings.Remove(key);
        return scenario with { Settings = JsonSerializer.SerializeToElement(settings) };
    }

    /// <summary>The lines that a step sends; none when it sends nothing.</summary>
    public static IReadOnlyList<JsonElement> LinesOf(Step step) => step.Intent is { ValueKind: JsonValueKind.Object } intent ? [.. intent.GetProperty("orders").EnumerateArray()] : [];

    private static Step WithLines(Step step, List<bool> kept)
    {
        var intent = JsonObject.Create(step.Intent!.Value)!;
        intent["orders"] = new JsonArray([.. LinesOf(step).Where((_, i) => kept[i]).Select(line => JsonObject.Create(line)!)]);
        return step with
        {
            Intent = JsonSerializer.SerializeToElement(intent),
            As = step.As is null ? null : new OneOrMore<string>([.. step.As.Items.Where((_, i) => kept[i])]),
        };
    }

    private static Scenario Named(Scenario scenario)
    {
        var names = scenario.Steps.SelectMany(step => step.As?.Items ?? []).ToHashSet();
        return scenario with { Steps = [.. scenario.Steps.Where(step => NameIn(step) is not { } name || names.Contains(name))] };
    }

    private static string? NameIn(Step step) => step.Redeliver?.Order ?? step.Operator?.Cancel ?? step.Operator?.Release ?? step.Operator?.Deny;
}
