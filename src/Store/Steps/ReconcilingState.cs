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
    /// <param name="session">The step.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="now">The time.</param>
    /// <param name="endpoint">Where the venue is (<see cref="ServedAccount"/>).</param>
    public static void Begin(StoreSession session, string venue, string account, DateTimeOffset now, string endpoint = "")
    {
        ReconciliationTable.Ask(session, venue, account, "a process that sends has started", blocks: true, now);
        ReconciliationTable.ServeAt(session, venue, account, endpoint);
    }

    /// <summary>The order waits: the account is being compared with the venue's view of it.</summary>
    public const string Code = "RECONCILING";

    /// <exception cref="FactsUnavailableException">The comparison has not finished; the message waits.</exception>
    public static void MustBeOver(StoreSession session, Order order) => MustBeOver(order, ReconciliationTable.Find(session, order.Venue, order.Account));

    /// <summary>The same, where it is known how far the order's account is compared.</summary>
    public static void MustBeOver(Order order, Reconciliation? state)
    {
        if (WaitOf(order, state) is { } detail)
        {
            throw new FactsUnavailableException(Code, detail);
        }
    }

    /// <summary>What a new order waits for; null when no comparison keeps it from the venue.</summary>
    public static string? WaitOf(StoreSession session, Order order) => WaitOf(order, ReconciliationTable.Find(session, order.Venue, order.Account));

    private static string? WaitOf(Order order, Reconciliation? state) => state is { IsBlocking: true } ? $"account={order.Account}, venue={order.Venue}, why={state.Why}" : null;
}
