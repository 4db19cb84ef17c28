using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Analytics;

/// <summary>How long a marketable order waited for its first fill, once per order.</summary>
internal static class FirstFill
{
    private const string Step = Stages.Analytics + ":first-fill";

    /// <summary>Whether an order's first fill was timed already.</summary>
    public static bool IsNoted(StoreSession session, OrderMessage message) => StepTable.Exists(session, message.ClOrdId, Step, message.Pass);

    /// <summary>What an order's figures are made of.</summary>
    public static Ahead Look(OrderMessage message) => new(ahead =>
    {
        OrderTable.Find(ahead, message.ClOrdId);
        StepTable.Exists(ahead, message.ClOrdId, Stages.Analytics, message.Pass);
        IsNoted(ahead, message);
        JournalTable.CourseOf(ahead, message.ClOrdId);
    });

    /// <summary>Times it, unless that was done.</summary>
    /// <returns>How many seconds it waited; null where nothing is to be observed.</returns>
    public static double? Note(StoreSession session, OrderMessage message, Order order, IReadOnlyList<JournalEntry> journal, DateTimeOffset now)
    {
        if (IsNoted(session, message))
        {
            return null;
        }

        StepTable.Insert(session, order.ClOrdId, Step, message.Pass, "Recorded", now);
        return SentTerms.IsMarketable(order) ? SecondsOf(journal, order.ClOrdId) : null;
    }

    // A fill that was told before anything else of the order waited for nothing. Where the answer to the send was lost, nobody knows when it would have come.
    private static double? SecondsOf(IReadOnlyList<JournalEntry> journal, string clOrdId)
    {
        var own = journal.Where(entry => entry.ClOrdId == clOrdId).ToList();
        var acknowledged = own.Find(entry => entry.Kind == nameof(OrderAcknowledged));
        var filled = own.Find(entry => entry.Kind == nameof(ExecutionReport) && JournalTable.ExecTypeOf(entry) == ExecType.Trade);
        return filled is null || own.Exists(entry => entry.Kind == nameof(SubmissionUnresolved)) ? null
            : Math.Max(0, (filled.At - (acknowledged ?? own.First(entry => entry.Kind == nameof(ExecutionReport))).At).TotalSeconds);
    }
}
