using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Analytics;

/// <summary>The figures of an order, from its journal. Pure.</summary>
internal static class Figures
{
    /// <param name="order">The order.</param>
    /// <param name="splits">The splits that it lived through.</param>
    /// <param name="journal">Its entries, the oldest first.</param>
    /// <param name="endedBy">The sequence of the entry that ended it; what came later, as a fee or a correction, is no part of its way.</param>
    /// <param name="now">The time.</param>
    public static OrderAnalytics Of(Order order, IReadOnlyList<Split> splits, IReadOnlyList<JournalEntry> journal, long endedBy, DateTimeOffset now)
    {
        DateTimeOffset? At(params ReadOnlySpan<string> kinds)
        {
            foreach (var entry in journal)
            {
                if (entry.ClOrdId == order.ClOrdId && kinds.Contains(entry.Kind))
                {
                    return entry.At;
                }
            }

            return null;
        }

        // Quoted before it was sent, in the shares of then; its fills are stated in those of now.
        var reference = splits.Aggregate(order.ReferencePx, (px, split) => px / split.Ratio);
        var proposed = At(nameof(OrderProposed));
        var validated = At(nameof(OrderValidated));
        var released = At(nameof(OrderReleased));
        var claimed = At(nameof(OrderSubmitting));
        var answered = At(nameof(OrderAcknowledged), nameof(OrderRejected));
        return new OrderAnalytics
        {
            ClOrdId = order.ClOrdId,
            Symbol = order.Symbol,
            ReferencePx = reference,
            AvgPx = order.AvgPx,
            SlippageBps = Slippage.Bps(order.Side, order.AvgPx, reference),
            IntakeToValidation = (validated - proposed)?.TotalSeconds,
            ValidationToSession = (released - validated)?.TotalSeconds,
            SessionToClaim = (claimed - released)?.TotalSeconds,
            IntakeToClaim = (claimed - proposed)?.TotalSeconds,
            ClaimToAnswer = (answered - claimed)?.TotalSeconds,
            IntakeToDone = ((journal.LastOrDefault(entry => entry.Seq <= endedBy) ?? journal[^1]).At - proposed)?.TotalSeconds,
            RecordedAt = now,
        };
    }
}
