using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Finds out what became of claims that nobody has answered for, by evidence alone. No answer leaves them open, however late;
/// only an absence that is complete, late and seen twice permits another send, and that goes through the last gate again.
/// </summary>
public sealed class Resolver(
    IStore store, IVenueReports venue, IOptions<ReconciliationOptions> options, ClaimAges ages, Hindrances hindrances, TimeProvider clock, ILogger<Resolver> logger)
{
    private const int LargestBatch = 200;

    private readonly Resolutions resolutions = new(venue, options.Value);
    private readonly Remainders remainders = new(store, venue, options.Value, hindrances, clock);

    /// <summary>Asks about every claim, and every order that a policy has canceled, whose time has come. Returns what has to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>> ResolveDueAsync(CancellationToken cancellationToken) =>
    [
        .. await ResolveClaimsAsync(cancellationToken).ConfigureAwait(false),
        .. await remainders.AskDueAsync(cancellationToken).ConfigureAwait(false),
    ];

    private async Task<IReadOnlyList<FollowUp>> ResolveClaimsAsync(CancellationToken cancellationToken)
    {
        var due = store.Read(session => Due(session, clock.GetUtcNow()));
        if (due.Count == 0)
        {
            return [];
        }

        // What only a person can end may have begun long ago: the lists that the others share begin no earlier for it.
        var questions = due.GroupBy(open => IsForAPerson(open.Claim)).ToDictionary(
            round => round.Key, round => new Questions(venue, options.Value.CallTimeout, round.Min(open => open.Since), clock));
        var followUps = new List<FollowUp>();
        foreach (var (claim, since, untilLate) in due)
        {
            Failpoints.Hit(Failpoint.Resolver, Failpoint.Received);
            var order = store.Read(session => OrderTable.Find(session, claim.ClOrdId)) ?? throw new UnknownOrderException(claim.ClOrdId);
            var answers = venue.LeftAlone > TimeSpan.Zero
                ? Answers.NotAsked(order, venue.LeftAlone)
                : await questions[IsForAPerson(claim)].AskAsync(order, untilLate, since < claim.ClaimedAt, cancellationToken).ConfigureAwait(false);
            followUps.AddRange(await store.WriteAsync(Turn.OfOrder(claim.ClOrdId), session => Record(session, claim, answers), cancellationToken).ConfigureAwait(false));
            Failpoints.Hit(Failpoint.Resolver, Failpoint.Recorded);
        }

        return followUps;
    }

    // Before the import of a restored store nobody can say what the venue may have under an id.
    private IReadOnlyList<(Claim Claim, DateTimeOffset Since, TimeSpan UntilLate)> Due(StoreSession session, DateTimeOffset now) =>
        RestorationTable.IsImporting(session)
            ? []
            : [.. ClaimTable.Due(session, now, LargestBatch)
                .Select(claim => (claim, SentSince(session, claim), Lateness.Remaining(ages.Of(claim.Fencing), claim.ToSend, venue.SettleWindow)))];

    // A store that was lost may have sent the order before the claim was made that asks about it.
    private static DateTimeOffset SentSince(StoreSession session, Claim claim) =>
        claim.Restoration is { } seq && RestorationTable.Find(session, seq) is { } restored && restored.Since < claim.ClaimedAt
            ? restored.Since
            : claim.ClaimedAt;

    private static bool IsForAPerson(Claim claim) => claim.Alerted == Alert.IdCollision.Code || IsIdTaken(claim);

    private static bool IsIdTaken(Claim claim) => claim.Detail?.StartsWith(SubmitOutcome.IdTaken, StringComparison.Ordinal) == true;

    private IReadOnlyList<FollowUp> Record(StoreSession session, Claim asked, Answers answers)
    {
        // The venue may have reported, or the sender have recorded its answer, while the questions were on their way.
        if (ClaimTable.Find(session, asked.ClOrdId, asked.Fencing) is not { NextCheckAt: not null } claim)
        {
            ages.Forget(asked.Fencing);
            return [];
        }

        var order = OrderTable.Find(session, claim.ClOrdId) ?? throw new UnknownOrderException(claim.ClOrdId);
        var resolution = answers.Evidence.Count == 0
            ? new Resolution.StillUnknown(Finding.Throttled, claim.Absences, "not asked: the venue wants to be left alone")
            : Resolution.Judge(answers.Evidence, answers.IsComplete, claim.Absences);
        if (resolution is Resolution.Absent && IsIdTaken(claim))
        {
            // The venue has refused the id as one that it has: however long it does not show the order, only a person may say that it is not there.
            resolution = new Resolution.StillUnknown(
                Finding.LateNotFound, Resolution.AbsencesNeeded, "not shown, though the venue has said that it has the id; an operator who knows better may deny it");
        }

        logger.LogInformation(
            "Order {cl_ord_id} of intent {intent_id}, attempt {Attempt} has no outcome; the venue was asked: {Resolution}",
            order.ClOrdId, order.IntentId, claim.Attempt, resolution.GetType().Name);
        var now = clock.GetUtcNow();
        WireLog.Record(session, order, Stages.Reconciliation, claim.Attempt, OrderTable.AdapterOf(session, order.ClOrdId) ?? venue.Venue, answers.Exchanges, now);
        IReadOnlyList<FollowUp> ofLine = order.IsReplacement ? FoundOrders.BookLine(session, order, answers, now) : [];
        return [.. ofLine, .. resolutions.Record(session, OrderTable.Find(session, order.ClOrdId)!, claim, answers, resolution, ages.Of(claim.Fencing), now)];
    }
}
