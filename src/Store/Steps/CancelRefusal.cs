using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>A venue refuses to cancel an order, in its answer or afterwards: nobody asks any more, a person is told, and another may be asked for.</summary>
public static class CancelRefusal
{
    /// <param name="session">The step.</param>
    /// <param name="order">The order.</param>
    /// <param name="attempt">The attempt at asking.</param>
    /// <param name="stage">Who records it.</param>
    /// <param name="code">Our word for why.</param>
    /// <param name="text">The venue's words.</param>
    /// <param name="now">The time.</param>
    public static void Record(StoreSession session, Order order, int attempt, string stage, string code, string? text, DateTimeOffset now)
    {
        Rejections.OfCancel(session, order, attempt, code, text, now);
        JournalTable.RaiseAlert(session, Alert.CancelRejected, order.ClOrdId, stage, now, order, new { attempt, code, text });
    }
}
