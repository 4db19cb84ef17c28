using System.Text.Json.Nodes;

namespace Pipeline.Trading.Limits;

/// <summary>One limit that is not what it was.</summary>
/// <param name="Scope">Of which scope.</param>
/// <param name="Limit">Which; <c>allotment</c> is the store's share.</param>
/// <param name="Was">What was said; null is nothing.</param>
/// <param name="Is">What is said now; null is nothing.</param>
public sealed record LimitChange(string Scope, string Limit, JsonNode? Was, JsonNode? Is)
{
    /// <summary>What a new book changes in the limits in force.</summary>
    public static IReadOnlyList<LimitChange> Between(LimitBook was, LimitBook now)
    {
        var before = Flat(was);
        var after = Flat(now);
        return
        [
            .. after.Keys.Union(before.Keys).Order()
                .Select(key => (key, was: before.GetValueOrDefault(key), now: after.GetValueOrDefault(key)))
                .Where(entry => !JsonNode.DeepEquals(entry.was, entry.now))
                .Select(entry => new LimitChange(entry.key.Scope, entry.key.Limit, entry.was, entry.now)),
        ];
    }

    /// <summary>What a scope says of a limit, as the file would have it; null when it says nothing.</summary>
    public static JsonNode? Said(LimitSet limits, Limit limit) =>
        limits.WaivedBecause(limit) is { } reason ? new JsonObject { ["waived"] = reason }
        : limits.Raw(limit) is { } value ? limit.ToJson(value)
        : null;

    private static Dictionary<(string Scope, string Limit), JsonNode?> Flat(LimitBook book)
    {
        var flat = book.Scopes
            .SelectMany(entry => AllLimits.All.Where(limit => entry.Limits.Says(limit)).Select(limit => (entry.Scope, limit, said: Said(entry.Limits, limit))))
            .ToDictionary(entry => (entry.Scope.Text, entry.limit.Name), entry => entry.said);
        flat[("global", "allotment")] = JsonValue.Create(book.Allotment);
        return flat;
    }
}
