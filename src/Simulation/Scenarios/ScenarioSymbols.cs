using System.Text.Json;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>The symbols that occur in a scenario: in an intent, a quote, a position at the start, or an order from elsewhere.</summary>
internal sealed class ScenarioSymbols
{
    private readonly HashSet<string> known = [];

    public ScenarioSymbols(Scenario scenario)
    {
        var acts = scenario.Steps.Select(step => step.Venue).Concat(scenario.Venue?.Acts ?? []).OfType<VenueAct>().ToList();
        foreach (var intent in scenario.Steps.Select(step => step.Intent).OfType<JsonElement>())
        {
            Collect(Document(intent));
        }

        known.UnionWith((scenario.Venue?.Quotes ?? []).Concat(acts.Select(act => act.Quote).OfType<QuoteAct>()).Select(quote => quote.Symbol));
        known.UnionWith(scenario.Venue?.Positions?.Keys ?? []);
        known.UnionWith(acts.Select(act => act.Order?.Symbol ?? act.Transfer?.Symbol).OfType<string>());
    }

    /// <summary>Those that are pairs.</summary>
    public IReadOnlyList<string> Pairs => [.. known.Where(symbol => symbol.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <exception cref="ScenarioException">The symbol occurs nowhere.</exception>
    public void Require(string? symbol, string path)
    {
        if (symbol is not null && !known.Contains(symbol))
        {
            var those = known.Count == 0 ? "none does" : $"those that do are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
            throw new ScenarioException($"{path}: the symbol '{symbol}' occurs in no intent, quote, position or order of the venue; {those}");
        }
    }

    /// <exception cref="ScenarioException">Nothing is paid in it: it is neither money nor the asset of a pair that occurs.</exception>
    public void RequireCurrency(string currency, string path)
    {
        if (currency != SimulatedFee.Money && !known.Any(symbol => symbol.StartsWith($"{currency}/", StringComparison.Ordinal)))
        {
            throw new ScenarioException($"{path}: nothing is paid in '{currency}'; it must be {SimulatedFee.Money}, or the asset of a pair that occurs");
        }
    }

    /// <exception cref="ScenarioException">A behaviour or an act is about a symbol that occurs nowhere.</exception>
    public void Check(VenueScript script, string path)
    {
        Check(script.Behaviours, $"{path}.behaviours");
        for (var i = 0; i < script.Acts.Count; i++)
        {
            Check(script.Acts[i], $"{path}.acts[{i}]");
        }
    }

    /// <exception cref="ScenarioException">The act is about a symbol that occurs nowhere.</exception>
    public void Check(VenueAct act, string path)
    {
        Require(act.Halt?.Symbol, $"{path}.halt.symbol");
        Require(act.EndHalt?.Symbol, $"{path}.end_halt.symbol");
        Require(act.TradingStatus?.Symbol, $"{path}.trading_status.symbol");
        Require(act.Luld?.Symbol, $"{path}.luld.symbol");
        Require(act.Split?.Symbol, $"{path}.split.symbol");
        Require(act.Fee?.Symbol, $"{path}.fee.symbol");
        Check(act.AddBehaviours ?? [], $"{path}.add_behaviours");
    }

    private void Check(IReadOnlyList<VenueBehaviour> behaviours, string path)
    {
        for (var i = 0; i < behaviours.Count; i++)
        {
            Require(behaviours[i].When.Symbol, $"{path}[{i}].when.symbol");
        }
    }

    // Also an intent that will be refused may be spoken of: nothing must come of its symbols.
    private void Collect(JsonElement document)
    {
        switch (document.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in document.EnumerateArray())
                {
                    Collect(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in document.EnumerateObject())
                {
                    if (field is { Name: "symbol", Value.ValueKind: JsonValueKind.String })
                    {
                        known.Add(field.Value.GetString()!.ToUpperInvariant());
                    }

                    Collect(field.Value);
                }

                break;
        }
    }

    // An intent may stand in the file as a text, which need not be JSON.
    private static JsonElement Document(JsonElement intent)
    {
        try
        {
            return intent.ValueKind == JsonValueKind.String ? JsonSerializer.Deserialize<JsonElement>(intent.GetString()!) : intent;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
