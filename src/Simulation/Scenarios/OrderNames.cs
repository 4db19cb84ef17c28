using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Intake;
using Pipeline.Messages.Intents;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Simulation.Scenarios;

/// <summary>
/// The names that a scenario gives to orders, and their ClOrdIds: those can be worked out beforehand, since an order's identity
/// comes from its intent alone.
/// </summary>
internal sealed class OrderNames
{
    private readonly Dictionary<string, string> byName = [];
    private readonly Dictionary<string, string> byClOrdId = [];
    private readonly Dictionary<string, string> keys = [];

    /// <summary>Every name.</summary>
    public IReadOnlyCollection<string> All => byName.Keys;

    /// <summary>The ClOrdId of a named order. <c>a/2</c> is the order that replaces <c>a</c>, <c>a/3</c> the one after that.</summary>
    /// <exception cref="ScenarioException">No order has the name.</exception>
    public string ClOrdIdOf(string name, string path) => byName.TryGetValue(name, out var clOrdId) || TryReplacement(name, out clOrdId)
        ? clOrdId
        : throw new ScenarioException($"{path}: no order is named '{name}'; {(byName.Count == 0 ? "none is" : $"named are {string.Join(", ", byName.Keys)}")}");

    /// <summary>An order's name, or its ClOrdId when it has none.</summary>
    public string NameOf(string clOrdId) => byClOrdId.GetValueOrDefault(clOrdId, clOrdId);

    /// <summary>Names the orders of an intent's lines.</summary>
    /// <exception cref="ScenarioException">The names do not fit the lines.</exception>
    public void Add(Step step, IntakeOptions options, DateTimeOffset start, string path)
    {
        if (step.As is not { Items: var names })
        {
            return;
        }

        if (IntentParser.Parse(BytesOf(step, start)) is not IntentParseResult.Parsed { Intent: var intent } || RebalanceId.Of(intent, step.IdempotencyKey) is not { } rebalanceId)
        {
            throw new ScenarioException($"{path}.as: the intent will be refused, so its lines have no orders to name");
        }

        var lines = IntentLines.Of(intent, intent.StrategyId ?? options.DefaultStrategy, rebalanceId, options, TimeSpan.Zero, start);
        if (lines.Count != names.Count)
        {
            throw new ScenarioException($"{path}.as: {names.Count} names for {lines.Count} lines");
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (byName.TryGetValue(names[i], out var known) && known != lines[i].ClOrdId)
            {
                throw new ScenarioException($"{path}.as: '{names[i]}' is the name of another order already");
            }

            byName[names[i]] = lines[i].ClOrdId;
            byClOrdId.TryAdd(lines[i].ClOrdId, names[i]);
            keys[names[i]] = lines[i].Key;
        }
    }

    // Worked out like the first one's, from the line's key alone.
    private bool TryReplacement(string name, [MaybeNullWhen(false)] out string clOrdId)
    {
        clOrdId = null;
        if (name.LastIndexOf('/') is var slash && slash > 0 && int.TryParse(name[(slash + 1)..], out var generation) && generation > 1
            && keys.TryGetValue(name[..slash], out var key))
        {
            clOrdId = OrderKey.ReplacementClOrdId(key, generation);
            byClOrdId.TryAdd(clOrdId, name);
        }

        return clOrdId is not null;
    }

    /// <summary>The document of an intent as it is sent. A <c>valid_until</c> that counts from the scenario's start becomes an instant.</summary>
    public static byte[] BytesOf(Step step, DateTimeOffset start)
    {
        var document = step.Intent!.Value;
        if (document.ValueKind == JsonValueKind.String)
        {
            return Encoding.UTF8.GetBytes(document.GetString()!);
        }

        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("valid_until", out var until)
            && until.ValueKind == JsonValueKind.String && until.GetString()!.StartsWith('+'))
        {
            var changed = JsonObject.Create(document)!;
            changed["valid_until"] = (start + Duration.Parse(until.GetString()![1..])).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
            return Encoding.UTF8.GetBytes(changed.ToJsonString());
        }

        return Encoding.UTF8.GetBytes(document.GetRawText());
    }

    /// <summary>Puts ClOrdIds in the place of names wherever a part of the document says <c>cl_ord_id</c>.</summary>
    /// <exception cref="ScenarioException">No order has the name.</exception>
    public void Resolve(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Resolve(list[i], $"{path}[{i}]");
                }

                break;
            case JsonObject fields:
                // The id of an order from elsewhere may be its own.
                var isForeign = path.EndsWith(".order", StringComparison.Ordinal);
                foreach (var (name, value) in fields.ToList())
                {
                    if (name != "cl_ord_id" || value?.GetValueKind() != JsonValueKind.String)
                    {
                        Resolve(value, $"{path}.{name}");
                    }
                    else if (value.GetValue<string>() is var id && !id.EndsWith('*') && !(isForeign && !byName.ContainsKey(id)))
                    {
                        fields[name] = ClOrdIdOf(id, $"{path}.{name}");
                    }
                }

                break;
        }
    }
}
