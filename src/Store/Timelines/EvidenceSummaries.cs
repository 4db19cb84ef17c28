using System.Text.Json;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>What was found out about an order afterwards, and who was alarmed.</summary>
internal static class EvidenceSummaries
{
    public static IReadOnlyDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds { get; } =
        new Dictionary<string, Func<JournalEntry, JsonElement, string>>
        {
            ["OutcomeStillUnknown"] = (_, data) =>
                $"Asked the venue about attempt {data.Say("attempt")}: still not known ({data.Say("why")}){data.If("; asked again at ", "next_check")}",
            ["ProvenNotSent"] = (_, data) => $"Attempt {data.Say("attempt")} is not at the venue, proven by {data.Say("proof")}: may be sent once more, through the gate",
            ["OutcomeAfterSettlement"] = (_, data) =>
                $"A late answer to attempt {data.Say("attempt")} ({data.Say("outcome")}); it was settled before as {data.Say("settled")}, which stands",
            ["AtVenueAlready"] = (_, data) => $"Not sent: the venue has it already as order {data.Say("order_id")}",
            ["AlertRaised"] = (_, data) => Alert(data),
        };

    private static string Alert(JsonElement data)
    {
        var facts = data.At("facts") ?? default;
        return data.Say("code") == "DEAD_LETTER"
            ? $"DEAD LETTER ({data.Say("severity")}): {facts.Say("message_type")} could not be processed: {facts.Say("exception_type")}, {facts.Say("reason")}"
            : $"ALERT {data.Say("code")} ({data.Say("severity")}): {facts.Pairs()}";
    }
}
