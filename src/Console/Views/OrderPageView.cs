using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;
using Pipeline.WebConsole.Parts;

namespace Pipeline.WebConsole.Views;

/// <summary>One order and its life.</summary>
/// <param name="Order">The order; null where the id names none, or several.</param>
/// <param name="Several">The ClOrdIds, where the id is the venue's and names several.</param>
/// <param name="Intent">The intent that it came from.</param>
/// <param name="Timeline">Everything that happened to it.</param>
public sealed record OrderPageView(OrderView? Order, IReadOnlyList<string> Several, IntentWords? Intent, IReadOnlyList<TimelineEntry> Timeline)
{
    public static OrderPageView Of(StoreSession session, string id)
    {
        var named = OrderQueries.Named(session, id);
        if (named is not [var clOrdId] || OrderQueries.Find(session, clOrdId) is not { } order)
        {
            return new OrderPageView(null, named, null, []);
        }

        return new OrderPageView(
            order, [], session.QueryFirst<IntentWords>("SELECT reason, reason_code, source FROM intents WHERE intent_id = @IntentId", new { order.IntentId }),
            Timelines(session, order));
    }

    private static IReadOnlyList<TimelineEntry> Timelines(StoreSession session, OrderView order) => Store.Timelines.Timeline.Of(session, order.ClOrdId, order.IntentId);

    /// <summary>How long each part of its life took: between the first entries of one stage and those of the next.</summary>
    public IReadOnlyList<LifeSpan> Spans()
    {
        var spans = new List<LifeSpan>();
        for (var i = 0; i + 1 < Timeline.Count; i++)
        {
            var (name, took) = (Timeline[i + 1].Stage, Timeline[i + 1].At - Timeline[i].At);
            took = took < TimeSpan.Zero ? TimeSpan.Zero : took;
            if (spans.Count > 0 && spans[^1].Stage == name)
            {
                spans[^1] = spans[^1] with { Took = spans[^1].Took + took };
            }
            else
            {
                spans.Add(new LifeSpan(name, took));
            }
        }

        return spans;
    }

    internal static Tone ToneOf(TimelineEntry entry) => entry.Kind switch
    {
        JournalKinds.AlertRaised => Tone.Bad,
        _ when entry.Kind.Contains("Denied", StringComparison.Ordinal) || entry.Kind.Contains("Rejected", StringComparison.Ordinal) || entry.Kind.Contains("Unresolved", StringComparison.Ordinal) => Tone.Bad,
        _ when entry.Kind.Contains("Held", StringComparison.Ordinal) || entry.Kind.Contains("Cancel", StringComparison.Ordinal) => Tone.Warn,
        _ when entry.Kind.Contains("Filled", StringComparison.Ordinal) || entry.Data.TryGetProperty("last_qty", out _) => Tone.Good,
        _ => Tone.Info,
    };
}

/// <summary>A part of an order's life.</summary>
/// <param name="Stage">Who worked on it, or whom it waited for.</param>
/// <param name="Took">How long.</param>
public sealed record LifeSpan(string Stage, TimeSpan Took);

/// <summary>What the agent said with an intent.</summary>
public sealed class IntentWords
{
    public string? Reason { get; set; }

    public string? ReasonCode { get; set; }

    public string Source { get; set; } = "";
}
