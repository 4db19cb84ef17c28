using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Store.Steps;

namespace Pipeline.Store.Timelines;

/// <summary>
/// Reads the journal's data for people. An entry of an earlier version may lack a fact that is recorded today; a story with a gap
/// is worth more than none, so a missing fact is a question mark and never an error.
/// </summary>
internal static class Facts
{
    private const string Missing = "?";
    private const int LongestText = 200;

    /// <summary>The fact at the end of a path, or null.</summary>
    public static JsonElement? At(this JsonElement data, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out data))
            {
                return null;
            }
        }

        return data.ValueKind == JsonValueKind.Null ? null : data;
    }

    public static bool Has(this JsonElement data, params ReadOnlySpan<string> path) => data.At(path) is not null;

    public static bool Is(this JsonElement data, params ReadOnlySpan<string> path) => data.At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>A fact in words, whatever its type.</summary>
    public static string Say(this JsonElement data, params ReadOnlySpan<string> path) => data.At(path) is { } fact ? Words(fact) : Missing;

    /// <summary>A fact with words around it; nothing when there is no such fact.</summary>
    public static string If(this JsonElement data, string before, string name, string after = "") =>
        data.At(name) is { } fact && Words(fact) is { Length: > 0 } words ? before + words + after : "";

    /// <summary>What an agent or a venue has written, marked as its words; nothing when it has written nothing. Quotes of its own can't end the mark.</summary>
    public static string Quoted(this JsonElement data, string before, string name) =>
        data.At(name) is { } fact && Words(fact) is { Length: > 0 } words ? $"{before}“{words.Replace('“', '"').Replace('”', '"')}”" : "";

    /// <summary>Who has done something, and why: an operator's reason as it is, an agent's marked as its words.</summary>
    public static string ByWhom(this JsonElement data, string by = "by") => data.Say(by) is var who && who.StartsWith(Actor.AgentPrefix, StringComparison.Ordinal)
        ? $"{who}{data.Quoted(" (the agent's words: ", "why")})"
        : $"{who} ({data.Say("why")})";

    /// <summary>The facts as <c>name=value, ...</c>, without what is empty.</summary>
    public static string Pairs(this JsonElement data, params string[] except) => data.ValueKind == JsonValueKind.Object
        ? string.Join(", ", data.EnumerateObject()
            .Where(fact => fact.Value.ValueKind != JsonValueKind.Null && !except.Contains(fact.Name))
            .Select(fact => $"{fact.Name}={Words(fact.Value)}"))
        : Words(data);

    private static string Words(JsonElement fact) => fact.ValueKind switch
    {
        JsonValueKind.String when IsTime(fact, out var at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture),
        JsonValueKind.String => Printable(fact.GetString()!),
        JsonValueKind.Number => fact.TryGetDecimal(out var number) ? number.ToString("0.############", CultureInfo.InvariantCulture) : fact.GetRawText(),
        JsonValueKind.Array => fact.GetArrayLength() == 0 ? "none" : string.Join(" ", fact.EnumerateArray().Select(Words)),
        JsonValueKind.Object => $"({fact.Pairs()})",
        JsonValueKind.Undefined => Missing,
        _ => fact.GetRawText(),
    };

    private static bool IsTime(JsonElement fact, out DateTimeOffset at)
    {
        at = default;
        return fact.GetString()!.Length > "2026-03-02".Length && fact.TryGetDateTimeOffset(out at);
    }

    // Words of agents and venues must neither forge a line nor reach a terminal as its commands.
    private static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(LongestText))
        {
            printable.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                ? $"\\u{rune.Value:x4}"
                : rune.ToString());
        }

        return text.Length > LongestText ? printable.Append("...").ToString() : printable.ToString();
    }
}
