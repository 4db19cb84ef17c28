using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Steps;

/// <summary>
/// In a restored store any order may be at the venue, since the store has forgotten what it did after the backup. So before anything
/// is decided about one it is unresolved, under a claim that nobody may use: the resolver asks the venue, adopts what it finds, and
/// what is proven absent begins at the first check again. The same goes for an order that an agent sends when the venue is known to have
/// one under its id already.
/// </summary>
public static class AskedFirst
{
    private const string Restored = "the store was restored: the venue is asked first";
    private const string IsAtVenue = "the venue has an order under this id: it is asked first";

    /// <summary>What stands for the restoration in a claim that none of them has asked for.</summary>
    private const long NoRestoration = 0;

    /// <summary>Has the venue asked about one order, and keeps room for what it may have of it.</summary>
    /// <param name="session">The step.</param>
    /// <param name="restoration">The restoration that makes it necessary; null where the venue has told of an order under its id.</param>
    /// <param name="order">The order.</param>
    /// <param name="stage">Who has it asked.</param>
    /// <param name="now">The time.</param>
    /// <returns>What has to be told.</returns>
    public static FollowUp Ask(StoreSession session, Restoration? restoration, Order order, string stage, DateTimeOffset now)
    {
        var attempt = 1 + ClaimTable.OfOrder(session, order.ClOrdId).Select(claim => claim.Attempt).DefaultIfEmpty().Max();
        var reason = restoration is null ? IsAtVenue : Restored;
        ClaimTable.InsertAsked(session, order.ClOrdId, attempt, order.Terms.Qty, restoration?.Seq ?? NoRestoration, reason, now);
        order = ExposureTable.Reserve(session, order, order.Terms.Qty) with { OrdStatus = OrdStatus.Unresolved };
        OrderTable.Update(session, order);
        OrderTable.Explain(session, order.ClOrdId, null, null);
        OrderTable.SetDeadline(session, order.ClOrdId, null);
        var seq = JournalTable.Append(session, order, stage, JournalKinds.AskedFirst, now, new { attempt, reason, restoration?.BeganAt, restoration?.Since });
        return StepLog.Tell(
            session,
            stage,
            new SubmissionUnresolved
            {
                ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt, Reason = reason,
            },
            Stages.OutcomeStep(nameof(SubmissionUnresolved), attempt));
    }

    /// <summary>Has the venue asked about every order on its way that the import has not found there.</summary>
    public static IReadOnlyList<FollowUp> AskAll(StoreSession session, Restoration restoration, string stage, DateTimeOffset now)
    {
        ClaimTable.TakeOver(session, restoration.Seq, now);
        return
        [
            .. OrderTable.Unplaced(session)
                .Where(order => ClaimTable.OfOrder(session, order.ClOrdId).All(claim => claim.IsProvenAbsent))
                .Select(order => Ask(session, restoration, order, stage, now)),
        ];
    }
}
