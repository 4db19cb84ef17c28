using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Orders;

/// <summary>What became of one earlier permission to send.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="Qty">The quantity it permitted.</param>
/// <param name="IsProvenAbsent">True only when it is proven that the venue does not have it.</param>
public sealed record EarlierClaim(int Attempt, decimal Qty, bool IsProvenAbsent);

/// <summary>The last gate before the venue. Everything is checked again here, in the transaction that records the claim.</summary>
public static class Grant
{
    /// <summary>Decides whether one attempt of an order may be sent.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="earlier">The claims of its other attempts.</param>
    /// <param name="session">The market's session now.</param>
    /// <param name="policy">What to do while the market is closed.</param>
    /// <param name="now">The time of the decision.</param>
    public static Verdict Decide(
        Order order, IReadOnlyCollection<EarlierClaim> earlier, SessionStatus session, ClosedMarketPolicy policy, DateTimeOffset now)
    {
        // Filled, open and unresolved quantity of all attempts together never exceeds what the line asks for.
        var committed = earlier.Where(claim => !claim.IsProvenAbsent).Sum(claim => claim.Qty);
        if (committed + order.Terms.Qty > order.Terms.Qty)
        {
            return new Verdict.Deny("CONSERVATION", $"committed={committed}, qty={order.Terms.Qty}");
        }

        return now >= order.ValidUntil
            ? new Verdict.Deny("INTENT_EXPIRED", $"now={now:O}, valid_until={order.ValidUntil:O}")
            : SessionGate.Decide(session, policy, order.ValidUntil, now);
    }
}
