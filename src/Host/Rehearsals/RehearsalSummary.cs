using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Trading.Orders;
using Pipeline.Venues.Paper;

namespace Pipeline.Host.Rehearsals;

/// <summary>Says how a rehearsal ended, and what about it a reader should know.</summary>
internal static class RehearsalSummary
{
    /// <returns>The exit code.</returns>
    public static int Write(
        TextWriter error, RecordedQuotes quotes, IReadOnlyList<OrderView> orders, IReadOnlyList<string> refusals, DateTimeOffset now)
    {
        if (quotes.Crossed is [var first, ..])
        {
            error.WriteLine($"rehearse: {quotes.Crossed.Count} recorded quotes have a bid above the ask and were used as they are, the first in {first}");
        }

        foreach (var refusal in refusals)
        {
            error.WriteLine($"rehearse: refused: {refusal}");
        }

        var open = orders.Where(order => !order.OrdStatus.IsTerminal()).ToLookup(RestsAsGtc);
        foreach (var order in open.SelectMany(group => group))
        {
            error.WriteLine($"rehearse: order {order.ClOrdId} ({order.Symbol}) {(RestsAsGtc(order) ? "still rests as gtc" : $"is stuck as {Columns.Word(order.OrdStatus)} in {order.State}")}");
        }

        var counts = orders.CountBy(order => order.OrdStatus).OrderBy(count => count.Key).Select(count => $"{count.Value} {Columns.Word(count.Key)}");
        error.WriteLine($"rehearse: {orders.Count} order{(orders.Count == 1 ? "" : "s")} ({string.Join(", ", counts)}); ended at {NewYorkTime.Format(now)}");
        return open[false].Any() || refusals.Count > 0 ? 1 : 0;
    }

    private static bool RestsAsGtc(OrderView order) => order is { State: OrderState.Working, TimeInForce: TimeInForce.Gtc };
}
