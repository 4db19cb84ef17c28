using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// Keeps new orders from a venue until our view of the account has been compared with its: after a process that sends has started,
/// after another one has begun to follow the account, and after the venue's stream was interrupted.
/// </summary>
public static class ReconcilingState
{
    /// <summary>A process that sends starts: what it did before it died is looked at before it sends again.</summary>
    public static void Begin(StoreSession session, string venue, string account, DateTimeOffset now) =>
        ReconciliationTable.Ask(session, venue, account, "a process that sends has started", blocks: true, now);

    /// <exception cref="FactsUnavailableException">The comparison has not finished; the message waits.</exception>
    public static void MustBeOver(StoreSession session, Order order)
    {
        if (ReconciliationTable.Find(session, order.Venue, order.Account) is { IsBlocking: true } state)
        {
            throw new FactsUnavailableException($"RECONCILING: account {order.Account} is being compared with {order.Venue}, since {state.Why}");
        }
    }
}
