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

    public async Task<IReadOnlyList<FollowUp>> ActOnDueAsync(CancellationToken cancellationToken)
    {
        if (!store.Read(session => IsAnyDue(session, clock.GetUtcNow())))
        {
            return [];
        }

        Failpoints.Hit(Failpoint.Deadlines, Failpoint.Received);
        var followUps = await store.WriteAsync(
            session =>
            {
                var now = clock.GetUtcNow();
                if (!IsAnyDue(session, now))
                {
                    return [];
                }

                return (IReadOnlyList<FollowUp>)
                [
                    .. HaltCancels.Act(session, Stages.Reconciliation, now),
                    .. OrderTable.Due(session, now, LargestBatch).SelectMany(order => Act(session, order, now)),
                    .. CancelTable.Due(session, now, LargestBatch).SelectMany(cancel => CancelDeadline.Act(session, cancel, now)),
                    .. FillPolicyTable.Due(session, now, LargestBatch).SelectMany(policy => PolicyDeadline.Act(session, policy, hindrances, now)),
                ];
            },
            cancellationToken).ConfigureAwait(false);
        Failpoints.Hit(Failpoint.Deadlines, Failpoint.Recorded);
        return followUps;
    }

    private static bool IsAnyDue(StoreSession session, DateTimeOffset now) =>
        !RestorationTable.IsImporting(session)
        && (HaltCancels.AreDue(session) || OrderTable.Due(session, now, 1).Count > 0 || CancelTable.Due(session, now, 1).Count > 0 || FillPolicyTable.Due(session, now, 1).Count > 0);

    private IReadOnlyList<FollowUp> Act(StoreSession session, Order order, DateTimeOffset now)
    {
        var claims = ClaimTable.OfOrder(session, order.ClOrdId);
        if (claims.Any(claim => !claim.IsProvenAbsent) || order.OrdStatus.IsTerminal())
        {
            OrderTable.SetDeadline(session, order.ClOrdId, null);
            return [];
        }

        return now >= order.ValidUntil ? Expire(session, order, claims, now)
            : order.OrdStatus == OrdStatus.Held ? [HoldRelease.Release(session, order, "deadline", now)]
            : StuckOrder.Act(session, order, options.Value, now);
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
