using System.Text.Json;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>An order's whole life as the journal has it: its intent's entries and its own, in the order in which they were recorded.</summary>
public static class Timeline
{
    public static IReadOnlyList<TimelineEntry> Of(StoreSession session, string clOrdId, string intentId) =>
        [.. JournalTable.OfOrder(session, clOrdId, intentId).Select(EntryOf)];

    private static TimelineEntry EntryOf(JournalEntry entry)
    {
        var data = JsonSerializer.Deserialize<JsonElement>(entry.Data);
        return new TimelineEntry(entry.Seq, entry.At, entry.Kind, entry.Stage, entry.Pass, Summary.Of(entry, data), data);
    }
}

/// <summary>One thing that happened to an order.</summary>
/// <param name="Seq">Its place in the journal.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Kind">The journal's word for it.</param>
/// <param name="Stage">Who recorded it.</param>
/// <param name="Pass">The order's pass through the checks; absent where the entry is about the intent.</param>
/// <param name="Summary">In one line, for people. Programs read <paramref name="Data"/>.</param>
/// <param name="Data">Everything that was recorded with it.</param>
public sealed record TimelineEntry(long Seq, DateTimeOffset At, string Kind, string Stage, int? Pass, string Summary, JsonElement Data);
