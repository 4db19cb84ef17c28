using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>Writes into an order's story what went over the wire for it.</summary>
public static class WireLog
{
    /// <param name="session">The step.</param>
    /// <param name="order">The order.</param>
    /// <param name="stage">Who called.</param>
    /// <param name="attempt">Which attempt of an order or a cancel it was for; null where it was for none.</param>
    /// <param name="adapter">Through which adapter.</param>
    /// <param name="exchanges">Request and answer of each call, without what must be in no record.</param>
    /// <param name="now">When.</param>
    public static void Record(StoreSession session, Order order, string stage, int? attempt, string adapter, IEnumerable<object> exchanges, DateTimeOffset now)
    {
        foreach (var exchange in exchanges)
        {
            JournalTable.Append(session, order, stage, JournalKinds.VenueCalled, now, new { attempt, adapter, exchange });
        }
    }
}
