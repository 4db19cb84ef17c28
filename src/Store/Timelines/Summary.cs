using System.Collections.Frozen;
using System.Text.Json;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>Says in one line what an entry of the journal means to a person who was not there.</summary>
internal static class Summary
{
    private static readonly FrozenDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds =
        DecisionSummaries.Kinds.Concat(VenueSummaries.Kinds).Concat(EvidenceSummaries.Kinds).Concat(PolicySummaries.Kinds).Concat(BreakSummaries.Kinds)
            .ToFrozenDictionary();

    public static string Of(JournalEntry entry, JsonElement data) =>
        Kinds.TryGetValue(entry.Kind, out var summary) ? summary(entry, data) : $"{Words(entry.Kind)}: {data.Pairs()}";

    // What has no words of its own yet is told by its name and its facts: a gap in this table hides nothing.
    private static string Words(string kind)
    {
        var words = Columns.SnakeCase(kind).Replace('_', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
