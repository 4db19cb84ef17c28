using System.Text.Json;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>Where our view and the venue's were not the same, and what came of it.</summary>
internal static class BreakSummaries
{
    public static IReadOnlyDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds { get; } =
        new Dictionary<string, Func<JournalEntry, JsonElement, string>>
        {
            [JournalKinds.BreakRaised] = (_, data) => $"Break {data.Say("break_id")}, {Words(data)}: here {data.Say("ours")}, at the venue {data.Say("theirs")}"
                + (data.Is("pauses") ? $"; new orders of {data.Say("symbol")} are held until a person acts" : ""),
            [JournalKinds.BreakResolved] = (_, data) => $"Break {data.Say("break_id")}, {Words(data)}, is {data.Say("resolution")} by {data.Say("by")}: {data.Say("why")}",
            [JournalKinds.CashStated] = (_, data) => $"Cash of account {data.Say("account")} is expected to be {data.Say("cash")}: {data.Say("why")}",
            [JournalKinds.LedgerAdjusted] = (_, data) => $"Ledger adjusted for break {data.Say("break_id")} by {data.Say("by")} ({data.Say("why")}): {data.Say("qty")} {data.If("of ", "symbol")}",
        };

    private static string Words(JsonElement data) => $"{data.Say("kind").Replace('_', ' ')} of {data.Say("subject")}";
}
