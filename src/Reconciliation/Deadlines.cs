using Microsoft.Extensions.Options;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// Acts when an order's time has come: a held one goes through all checks again, one that expired unsent is denied, one that waits for
/// a stage for too long is called there again, a fill policy does what it says about a remainder, and a halt cancels what is left to
/// cancel in its scope. Deadlines are rows, so they survive a restart. In a restored store they wait for the import: the venue may have what seems unsent.
/// </summary>
public sealed class Deadlines(IStore store, IOptions<ReconciliationOptions> options, Hindrances hindrances, TimeProvider clock)
{
    private const int LargestBatch = 200;

    private readonly DateTimeOffset started = clock.GetUtcNow();

    public async Task<IReadOnlyList<FollowUp>> ActOnDueAsync(CancellationToken cancellationToken)
    {
        // A halt cancels what is open on every account.
        var (due, isHalting) = store.Read(session => (DueOrders(session, clock.GetUtcNow()), HaltCancels.AreDue(session)));
        if (due.Count == 0 && !isHalting)
        {
            return [];
        }

        Failpoints.Hit(Failpoint.Deadlines, Failpoint.Received);
        var followUps = await store.WriteAsync(isHalting ? Turn.Alone : Turn.OfOrders([.. due]), session => Act(session, due, isHalting, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Deadlines, Failpoint.Recorded);
        return followUps;
    }

    private static HashSet<string> DueOrders(StoreSession session, DateTimeOffset now) => RestorationTable.IsImporting(session) ? [] :
    [
        .. OrderTable.Due(session, now, LargestBatch).Select(order => order.ClOrdId), .. CancelTable.Due(session, now, LargestBatch).Select(cancel => cancel.ClOrdId),
        .. FillPolicyTable.Due(session, now, LargestBatch).Select(policy => policy.ClOrdId),
    ];

    // What has become due since is not in this turn.
    private IReadOnlyList<FollowUp> Act(StoreSession session, HashSet<string> due, bool isHalting, DateTimeOffset now)
    {
        if (RestorationTable.IsImporting(session))
        {
            return [];
        }

        var lines = new StageLines(session, started, now);
        return
        [
            .. isHalting ? HaltCancels.Act(session, Stages.Reconciliation, now) : [],
            .. OrderTable.Due(session, now, LargestBatch).Where(order => due.Contains(order.ClOrdId)).SelectMany(order => Act(session, order, lines, now)),
            .. CancelTable.Due(session, now, LargestBatch).Where(cancel => due.Contains(cancel.ClOrdId)).SelectMany(cancel => CancelDeadline.Act(session, cancel, lines, now)),
            .. FillPolicyTable.Due(session, now, LargestBatch).Where(policy => due.Contains(policy.ClOrdId)).SelectMany(policy => PolicyDeadline.Act(session, policy, hindrances, now)),
        ];
    }

    private IReadOnlyList<FollowUp> Act(StoreSession session, Order order, StageLines lines, DateTimeOffset now)
    {
        var claims = ClaimTable.OfOrder(session, order.ClOrdId);
        if (claims.Any(claim => !claim.IsProvenAbsent) || order.OrdStatus.IsTerminal())
        {
            OrderTable.SetDeadline(session, order.ClOrdId, null);
            return [];
        }

        return now >= order.ValidUntil ? Expire(session, order, claims, now)
            : order.OrdStatus == OrdStatus.Held ? [HoldRelease.Release(session, order, HoldRelease.ByDeadline, now)]
            : StuckOrder.Act(session, order, options.Value, lines, now);
    }

    private static IReadOnlyList<FollowUp> Expire(StoreSession session, Order order, IReadOnlyList<Claim> claims, DateTimeOffset now) => StepLog.Record(
        session,
        Stages.Reconciliation,
        new StepDecision(
            order,
            new Verdict.Deny(DenialCodes.Expired, $"now={now:O}, valid_until={order.ValidUntil:O}, was={Columns.Word(order.OrdStatus)}"),
            nameof(OrderDenied),
            new { deadline = "valid_until", proofs = claims.Select(claim => claim.Detail) }),
        now);
}
