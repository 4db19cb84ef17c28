using System.Text.Json;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>What was found out about an order afterwards, and who was alarmed.</summary>
internal static class EvidenceSummaries
{
    public static IReadOnlyDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds { get; } =
        new Dictionary<string, Func<JournalEntry, JsonElement, string>>
        {
            [JournalKinds.AskedFirst] = (_, data) => $"The store was restored from a backup (it knows the time until {data.Say("since")}): the venue is asked about the order before anything is decided",
            [JournalKinds.OutcomeStillUnknown] = (_, data) =>
                $"Asked the venue about attempt {data.Say("attempt")}: still not known ({data.Say("why")}){data.If("; asked again at ", "next_check")}",
            [JournalKinds.ProvenNotSent] = (_, data) => $"Attempt {data.Say("attempt")} is not at the venue, proven by {data.Say("proof")}: may be sent once more, through the gate",
            [JournalKinds.OutcomeAfterSettlement] = (_, data) =>
                $"A late answer to attempt {data.Say("attempt")} ({data.Say("outcome")}); it was settled before as {data.Say("settled")}, which stands",
            [JournalKinds.AtVenueAlready] = (_, data) => $"Not sent: the venue has it already as order {data.Say("order_id")}",
            [JournalKinds.DeadLetterReplayed] = (_, data) => $"Dead letter {data.Say("dead_letter")} replayed by {data.Say("by")} ({data.Say("why")}): {data.Say("says")}",
            [JournalKinds.DeadLetterDiscarded] = (_, data) => $"Dead letter {data.Say("dead_letter")} discarded by {data.Say("by")} ({data.Say("why")}): the order stays parked",
            [JournalKinds.DeadLetterReopened] = (_, data) => $"Dead letter {data.Say("dead_letter")} open again, by {data.Say("by")} ({data.Say("why")})",
            [JournalKinds.AlertRaised] = (_, data) => Alert(data),
        };

    private static string Alert(JsonElement data)
    {
        var facts = data.At("facts") ?? default;
        return data.Say("code") == "DEAD_LETTER" && facts.At("more") is null
            ? $"DEAD LETTER ({data.Say("severity")}): {facts.Say("message_type")} could not be processed: {facts.Say("exception_type")}, {facts.Say("reason")}"
            : $"ALERT {data.Say("code")} ({data.Say("severity")}): {facts.Pairs()}";
    }
}
