using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Finds out what became of claims that nobody has answered for, by evidence alone. No answer leaves them open; only a
/// not-found that is old enough to prove something permits another send, and that goes through the last gate again.
/// </summary>
public sealed class Resolver(
    IStore store, IVenueReports venue, IOptions<ReconciliationOptions> options, TimeProvider clock, ILogger<Resolver> logger)
{
    private const int LargestBatch = 200;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Asks about every claim whose time has come. Returns what has to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>> ResolveDueAsync(CancellationToken cancellationToken)
    {
        var due = store.Read(session => ClaimTable.Due(session, clock.GetUtcNow(), LargestBatch));
        var followUps = new List<FollowUp>();
        foreach (var claim in due)
        {
            var asked = clock.GetUtcNow();
            var answer = await venue.QueryAsync(claim.ClOrdId, cancellationToken).ConfigureAwait(false);
            followUps.AddRange(await store.WriteAsync(session => Record(session, claim, answer, asked), cancellationToken).ConfigureAwait(false));
        }

        return followUps;
    }

    private IReadOnlyList<FollowUp> Record(StoreSession session, Claim claim, OrderQuery answer, DateTimeOffset asked)
    {
        var order = OrderTable.Find(session, claim.ClOrdId) ?? throw new UnknownOrderException(claim.ClOrdId);
        logger.LogInformation(
            "Order {cl_ord_id} of intent {intent_id}, attempt {Attempt} has no outcome; the venue was asked: {Answer}",
            order.ClOrdId, order.IntentId, claim.Attempt, answer.GetType().Name);
        var isStillOpen = ClaimTable.OfOrder(session, claim.ClOrdId).Any(now => now.Fencing == claim.Fencing && now.NextCheckAt is not null);
        return (isStillOpen, answer) switch
        {
            (false, _) => [],
            (true, OrderQuery.Found found) when !IsSame(order, found.Order) => Collided(session, order, claim, found.Order),
            (true, OrderQuery.Found found) => Found(session, order, claim, found.Order),
            (true, OrderQuery.NotFound) when asked >= claim.SendDeadline + venue.SettleWindow => NotFound(session, order, claim, asked),
            (true, OrderQuery.NotFound) => CheckAgain(session, order, claim, "early not-found, which proves nothing"),
            (true, OrderQuery.Unavailable unavailable) => CheckAgain(session, order, claim, $"no answer: {unavailable.Reason}"),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
        };
    }

    private IReadOnlyList<FollowUp> Found(StoreSession session, Order order, Claim claim, VenueOrder found)
    {
        var now = clock.GetUtcNow();
        ClaimTable.SetOutcome(session, claim.Fencing, ClaimOutcome.Acknowledged, found.OrderId, null);
        var seq = JournalTable.Append(session, order, Stages.Reconciliation, nameof(OrderAcknowledged), now, new { claim.Attempt, found, evidence = "found by ClOrdId" });
        return
        [
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderAcknowledged
                {
                    ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = claim.Attempt, OrderId = found.OrderId,
                },
                Stages.OutcomeStep(nameof(OrderAcknowledged), claim.Attempt)),
        ];
    }

    private IReadOnlyList<FollowUp> NotFound(StoreSession session, Order order, Claim claim, DateTimeOffset asked)
    {
        var now = clock.GetUtcNow();
        var evidence = $"not found by ClOrdId at {asked:O}, send deadline {claim.SendDeadline:O}, settle window {venue.SettleWindow}";
        ClaimTable.SetOutcome(session, claim.Fencing, ClaimOutcome.NotFound, evidence, null);
        OrderTable.SetDeadline(session, order.ClOrdId, order.ValidUntil);
        OrderTable.Update(session, order with { OrdStatus = Messages.Fix.OrdStatus.PendingNew });
        var seq = JournalTable.Append(session, order, Stages.Reconciliation, "ProvenNotSent", now, new { claim.Attempt, evidence });
        return
        [
            StepLog.Tell(
                session,
                Stages.Reconciliation,
                new OrderReleased
                {
                    ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = claim.Attempt + 1,
                },
                Stages.StepOf(Stages.Submission, claim.Attempt + 1)),
        ];
    }

    private IReadOnlyList<FollowUp> CheckAgain(StoreSession session, Order order, Claim claim, string why)
    {
        var now = clock.GetUtcNow();
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, options.Value.ResolveInterval.Ticks << Math.Min(claim.Checks, 5)));
        ClaimTable.CheckAgain(session, claim.Fencing, now + pause);
        JournalTable.Append(session, order, Stages.Reconciliation, "OutcomeStillUnknown", now, new { claim.Attempt, claim.Checks, why, next_check = now + pause });
        return [];
    }

    // The venue has another order under our id: nobody's success. A person must look; nothing is sent meanwhile.
    private IReadOnlyList<FollowUp> Collided(StoreSession session, Order order, Claim claim, VenueOrder found)
    {
        if (claim.Checks == 0)
        {
            JournalTable.RaiseAlert(
                session, "ID_COLLISION", "page", order.ClOrdId, Stages.Reconciliation, clock.GetUtcNow(), order, new { order.Terms, found });
        }

        return CheckAgain(session, order, claim, "the venue's order has other terms");
    }

    private static bool IsSame(Order order, VenueOrder found) =>
        found.Symbol == order.Symbol && found.Side == order.Side && found.OrderQty == order.Terms.Qty;
}
