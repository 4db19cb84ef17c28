using System.Text.Json;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>What fill policies did about remainders.</summary>
internal static class PolicySummaries
{
    public static IReadOnlyDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds { get; } =
        new Dictionary<string, Func<JournalEntry, JsonElement, string>>
        {
            [JournalKinds.FillPolicyBegan] = (_, data) => $"The order is at the venue; its fill policy {Words(data.At("policy") ?? default)} looks at it at {data.Say("until")}",
            [JournalKinds.FillPolicyActed] = (_, data) => Acted(data),
            [JournalKinds.ReplacementRecorded] = (_, data) =>
                $"Recorded to replace {data.Say("replaces")} at {data.Say("price")}, at most {data.Say("qty_at_most")}, before that one's cancel is asked for",
            [JournalKinds.ReplacementFound] = (_, data) =>
                $"The venue has it for {data.Say("terms", "qty")} of the at most {data.Say("qty_at_most")} that the backup knew: the store that was lost had decided so, after {data.Say("replaces")} was over",
            [JournalKinds.RemainderReserved] = (_, data) =>
                $"{data.Say("qty")} are left of the line, as {data.Say("replaces")} is {data.Say("ord_status")}; the room for them is kept here, and the venue is asked for that order's fills",
            [JournalKinds.FillsConfirmed] = (_, data) =>
                $"The venue shows it {data.Say("found", "ord_status")} with {data.Say("found", "cum_qty")} filled, as is booked: {data.Say("replaced_by")} may take its place",
        };

    /// <summary>A policy in words.</summary>
    public static string Words(JsonElement policy) => policy.Say("type") + (policy.Pairs("type") is { Length: > 0 } fields ? $" ({fields})" : "");

    private static string Acted(JsonElement data)
    {
        var facts = data.At("facts") ?? default;
        return data.Say("act") switch
        {
            "replace" => $"Repriced from {facts.Say("from")} to {facts.Say("price")}: {facts.Say("replaced_by")} takes the place of the {facts.Say("left")} that are left once they are canceled",
            "cancel" => $"Its fill policy {Words(data.At("policy") ?? default)} cancels the rest: {facts.Say("why")}",
            "check_fills" => $"Too little has filled as far as is known ({facts.Say("why")}): the venue is asked for its executions before anything is canceled",
            "escalate" => $"{facts.Say("left")} are left, and a person decides: a cancel ends them, a release lets them rest",
            "cancel_only" => $"The line is canceled by {facts.ByWhom()}: nothing takes the order's place any more",
            "give_up" => $"The venue was asked {facts.Say("asked")} times to cancel it, last with the outcome {facts.Say("outcome")}: the remainder rests, and is for a person",
            "let_rest" when facts.Has("by") => $"{facts.Say("by")} lets the remainder rest ({facts.Say("why")})",
            "let_rest" => $"The remainder rests: {facts.Say("why")}",
            _ => $"Fill policy: {data.Pairs()}",
        };
    }
}
