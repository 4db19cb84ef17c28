using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Simulation.Scenarios;

/// <summary>
/// Puts a scenario that was written for Alpaca before a venue that speaks as Binance does: shares become coins of pairs that are priced in USDT,
/// and a day order the nearest that Binance has, a market order for at once and any other until canceled. Settings of the adapter keep their
/// names where Binance's has them. Refusals that the script says in Alpaca's codes the simulator says in Binance's.
/// </summary>
internal static class DialectTranslation
{
    private const string Cash = "USDT";
    private static readonly string[] TimesOfAlpaca = ["settle_window", "request_timeout"];
    private static readonly string[] SettingsOfBoth = ["settle_window", "connect_timeout", "request_timeout", "poll_interval", "overlap", "reconnect_pause", "stream_silence"];

    /// <summary>The scenario in Binance's terms. A text that is no scenario stays as it is: its reader says why.</summary>
    public static string ToBinance(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject root)
        {
            return json;
        }

        var symbols = new HashSet<string>(StringComparer.Ordinal);
        Collect(root, symbols);
        var translated = (JsonObject)Renamed(root, symbols.ToDictionary(symbol => symbol, ToPair))!;
        var venue = translated["venue"] as JsonObject ?? [];
        translated["venue"] = venue.Parent is null ? venue : venue.DeepClone();
        translated["venue"]!["dialect"] = "binance";
        foreach (var intent in (translated["steps"] as JsonArray ?? []).Select(step => step?["intent"]).OfType<JsonObject>())
        {
            SetTimesInForce(intent);
        }

        translated["settings"] = Settings(translated["settings"] as JsonObject);
        return translated.ToJsonString();
    }

    private static string ToPair(string symbol) => $"{symbol.Split('/')[0]}/{Cash}";

    private static void Collect(JsonNode? node, HashSet<string> symbols)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    Collect(item, symbols);
                }

                break;
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    if (name == "symbol" && value is JsonValue text && text.TryGetValue<string>(out var symbol))
                    {
                        symbols.Add(symbol.ToUpperInvariant());
                    }

                    Collect(value, symbols);
                }

                break;
        }
    }

    // A symbol stands as a value, as the name of a field, or behind the scope of a halt.
    private static JsonNode? Renamed(JsonNode? node, Dictionary<string, string> pairs) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(item => Renamed(item, pairs))]),
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(Renamed(field.Key, pairs), Renamed(field.Value, pairs)))),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Renamed(value.GetValue<string>(), pairs),
        _ => node?.DeepClone(),
    };

    private static string Renamed(string text, Dictionary<string, string> pairs)
    {
        const string scope = "symbol:";
        return pairs.TryGetValue(text.ToUpperInvariant(), out var pair) ? pair
            : text.StartsWith(scope, StringComparison.Ordinal) && pairs.TryGetValue(text[scope.Length..], out var ofScope) ? scope + ofScope
            : text == "venue:alpaca" ? "venue:binance"

            // Binance has one word for nothing held and for too little.
            : text == "NO_POSITION" ? "INSUFFICIENT_QTY"
            : text;
    }

    private static void SetTimesInForce(JsonObject intent)
    {
        foreach (var order in (intent["orders"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (order["time_in_force"] is null || (order["time_in_force"] as JsonValue)?.ToString() == "day")
            {
                order["time_in_force"] = (order["order_type"] as JsonValue)?.ToString() == "market" ? "ioc" : "gtc";
            }
        }
    }

    // What times were said for Alpaca the expectations were written for.
    private static JsonObject Settings(JsonObject? said)
    {
        var settings = said?.DeepClone().AsObject() ?? [];
        var binance = settings["binance"] is JsonObject own ? own.DeepClone().AsObject() : [];
        foreach (var name in TimesOfAlpaca.Where(name => !binance.ContainsKey(name)))
        {
            binance[name] = "10s";
        }

        foreach (var (name, value) in (settings["alpaca"] as JsonObject ?? []).Where(setting => SettingsOfBoth.Contains(setting.Key)).ToList())
        {
            binance[name] = value?.DeepClone();
        }

        foreach (var name in settings.Select(setting => setting.Key).Where(key => key.StartsWith("alpaca", StringComparison.Ordinal)).ToList())
        {
            if (name.StartsWith("alpaca.", StringComparison.Ordinal) && SettingsOfBoth.Contains(name["alpaca.".Length..]))
            {
                binance[name["alpaca.".Length..]] = settings[name]?.DeepClone();
            }

            settings.Remove(name);
        }

        settings["binance"] = binance;
        return settings;
    }
}
