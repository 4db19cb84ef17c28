using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>Reads scenario files strictly: an unknown field, word or name, or a contradiction, is an error that names its place.</summary>
public static class ScenarioReader
{
    /// <summary>Reads a scenario, and has everything in it checked that can be checked without running it.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="settings">Makes settings of their keys and values as text.</param>
    /// <param name="dialect">Before which venue it is put; null is the one that the file names, or Alpaca.</param>
    /// <exception cref="ScenarioException">It is not understood.</exception>
    public static ReadScenario Read(string json, Func<IReadOnlyDictionary<string, string>, SimulationSettings> settings, VenueDialect? dialect = null)
    {
        try
        {
            var isTranslated = dialect == VenueDialect.Binance && ScriptJson.Read<Scenario>(json).Venue?.Dialect != VenueDialect.Binance;
            if (isTranslated)
            {
                json = DialectTranslation.ToBinance(json);
            }

            var scenario = ScriptJson.Read<Scenario>(json);
            ScenarioLimits.Check(scenario.Limits, "$.limits", mayBeText: false);
            var told = settings(Flatten(scenario.Settings)) with { Limits = ScenarioLimits.BytesOf(scenario.Limits) };
            Name(told, scenario);
            var start = ScenarioCheck.StartOf(scenario);
            var names = new OrderNames();
            for (var i = 0; i < scenario.Steps.Count; i++)
            {
                if (scenario.Steps[i].Intent is not null)
                {
                    names.Add(scenario.Steps[i], told.Intake, start, $"$.steps[{i}]");
                }
            }

            scenario = ScriptJson.Read<Scenario>(Resolved(json, names));
            var read = new ReadScenario(scenario, told, names, start) { Skipped = isTranslated && TakesTradesBack(scenario) ? "Binance takes no trade back and corrects none" : null };
            ScenarioCheck.Check(read);
            return read;
        }
        catch (ScriptException e)
        {
            throw new ScenarioException(e.Message, e);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("UTF-16", StringComparison.Ordinal))
        {
            throw new ScenarioException("$: a text in it has half of a character, a surrogate without its other half", e);
        }
    }

    private static bool TakesTradesBack(Scenario scenario) =>
        scenario.Steps.Select(step => step.Venue).Concat(scenario.Venue?.Acts ?? []).Any(act => act is { Bust: not null } or { Correct: not null });

    // The venue's name goes with its dialect, and the pairs that an adapter follows are those of the scenario.
    private static void Name(SimulationSettings told, Scenario scenario)
    {
        if (scenario.Venue?.Dialect == VenueDialect.Binance)
        {
            told.Intake.Venue = "binance";
            var pairs = new ScenarioSymbols(scenario).Pairs;
            told.Binance.Symbols = pairs.Count > 0 ? string.Join(',', pairs) : told.Binance.Symbols;
        }
    }

    private static string Resolved(string json, OrderNames names)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        names.Resolve(root["venue"], "$.venue");
        if (root["steps"] is JsonArray steps)
        {
            for (var i = 0; i < steps.Count; i++)
            {
                names.Resolve(steps[i]!["venue"], $"$.steps[{i}].venue");
            }
        }

        return root.ToJsonString();
    }

    // A section may be an object, or part of the key: {"submission": {"call_timeout": "2s"}} is {"submission.call_timeout": "2s"}.
    private static Dictionary<string, string> Flatten(JsonElement? settings)
    {
        var values = new Dictionary<string, string>();
        if (settings is { } root)
        {
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new ScenarioException("$.settings: an object of settings by their key is wanted");
            }

            Flatten(root, "", values);
        }

        return values;
    }

    private static void Flatten(JsonElement section, string prefix, Dictionary<string, string> values)
    {
        if (prefix.Length > 0 && !section.EnumerateObject().Any())
        {
            throw new ScenarioException($"$.settings.{prefix.TrimEnd('.')}: says no setting");
        }

        foreach (var setting in section.EnumerateObject())
        {
            if (setting.Value.ValueKind == JsonValueKind.Object)
            {
                Flatten(setting.Value, $"{prefix}{setting.Name}.", values);
            }
            else
            {
                if (values.ContainsKey(prefix + setting.Name))
                {
                    throw new ScenarioException($"$.settings.{prefix}{setting.Name}: is said twice");
                }

                values[prefix + setting.Name] = setting.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
                    ? Convert.ToString(setting.Value, CultureInfo.InvariantCulture)!
                    : throw new ScenarioException($"$.settings.{prefix}{setting.Name}: a text, a number, true or false is wanted");
            }
        }
    }
}
