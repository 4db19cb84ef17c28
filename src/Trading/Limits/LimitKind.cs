using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Trading.Limits;

/// <summary>How a limit's value is written in the file.</summary>
internal abstract class LimitKind<T>
    where T : notnull
{
    /// <exception cref="FormatException">It is none; the message says what is wanted.</exception>
    public abstract T Read(JsonElement json);

    public abstract JsonNode ToJson(T value);

    public abstract JsonObject Schema();
}

/// <summary>A number in a range.</summary>
internal sealed class NumberKind(decimal least, decimal most, bool isWhole = false) : LimitKind<decimal>
{
    public override decimal Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var value) && value >= least && value <= most && (!isWhole || value == Math.Truncate(value))
            ? value
            : throw new FormatException($"{(isWhole ? "a whole number" : "a number")} from {Text(least)} to {Text(most)} is wanted");

    public override JsonNode ToJson(decimal value) => JsonNode.Parse(Text(value))!;

    public override JsonObject Schema() => new() { ["type"] = isWhole ? "integer" : "number", ["minimum"] = least, ["maximum"] = most };

    private static string Text(decimal value) => Orders.CanonicalDecimal.Format(value);
}

/// <summary>True or false.</summary>
internal sealed class FlagKind : LimitKind<bool>
{
    public override bool Read(JsonElement json) =>
        json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw new FormatException("true or false is wanted");

    public override JsonNode ToJson(bool value) => JsonValue.Create(value);

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>Names of which each may stand in the list once.</summary>
internal sealed class NamesKind(string pattern, string rule, IReadOnlyList<string>? words = null) : LimitKind<IReadOnlySet<string>>
{
    private readonly Regex regex = new(pattern, RegexOptions.CultureInvariant);

    public override IReadOnlySet<string> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
        {
            throw new FormatException($"a list of names is wanted, at least one: {rule}");
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() is not { } name || !(words?.Contains(name) ?? regex.IsWhole(name)))
            {
                throw new FormatException($"{item} is none of what may stand here: {rule}");
            }

            if (!names.Add(name))
            {
                throw new FormatException($"{name} stands in the list twice");
            }
        }

        return names;
    }

    public override JsonNode ToJson(IReadOnlySet<string> value) => new JsonArray([.. value.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);

    public override JsonObject Schema()
    {
        var item = words is null
            ? new JsonObject { ["type"] = "string", ["pattern"] = pattern }
            : new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
        return new JsonObject { ["type"] = "array", ["items"] = item, ["minItems"] = 1, ["uniqueItems"] = true };
    }
}

/// <summary>Tick sizes by price.</summary>
internal sealed class TicksKind : LimitKind<TickSizes>
{
    private const string Wanted = """a list such as [{"from": 0, "tick": 0.0001}, {"from": 1, "tick": 0.01}] is wanted: the first from 0, each later one from a higher price, every tick more than 0""";

    public override TickSizes Read(JsonElement json)
    {
        var bands = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(Band).ToList() : [];
        return bands.Count > 0 && bands[0].From == 0 && bands.Zip(bands.Skip(1)).All(pair => pair.First.From < pair.Second.From)
            ? new TickSizes(bands)
            : throw new FormatException(Wanted);
    }

    public override JsonNode ToJson(TickSizes value) =>
        new JsonArray([.. value.Bands.Select(band => (JsonNode)new JsonObject { ["from"] = band.From, ["tick"] = band.Tick })]);

    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["minItems"] = 1,
        ["items"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["from"] = new JsonObject { ["type"] = "number", ["minimum"] = 0 }, ["tick"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 },
            },
            ["required"] = new JsonArray("from", "tick"),
            ["additionalProperties"] = false,
        },
    };

    private static TickBand Band(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() == 2
        && json.TryGetProperty("from", out var from) && from.ValueKind == JsonValueKind.Number && from.TryGetDecimal(out var price) && price >= 0
        && json.TryGetProperty("tick", out var tick) && tick.ValueKind == JsonValueKind.Number && tick.TryGetDecimal(out var size) && size > 0
            ? new TickBand(price, size)
            : throw new FormatException(Wanted);
}
