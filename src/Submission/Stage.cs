using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Health;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Submission;

/// <summary>
/// Permit, grant, send, record. The claim is durable before the venue is called, and a delivery that finds a claim never sends:
/// what became of it is for the resolver to find out.
/// </summary>
public sealed class Stage(IStore store, VenueCalls calls, Grants grants, Sender sender, SenderClock senderClock, ClaimAges ages, IOptions<SubmissionOptions> options, TimeProvider clock, ILogger<Stage> logger,
    OnwardStages? onwards = null) : IStage<OrderReleased>, IOnwardStage
{
    private readonly CallLine line = new(store, calls, clock);

    public string Name => Stages.Submission;

    public Type? Leads => null;

    public Task<IReadOnlyList<FollowUp>> HandleAsync(OrderReleased message, CancellationToken cancellationToken) =>
        AwaitedFact.NotedAsync(store, Name, message, () => SubmitAsync(message, cancellationToken), clock);

    private async Task<IReadOnlyList<FollowUp>> SubmitAsync(OrderReleased message, CancellationToken cancellationToken)
    {
        var down = options.Value.VenueDown == VenueDownPolicy.Deny ? calls.Down : null;
        if (down is null && (calls.PermitsAreFree || !store.ReadAtOnce(session => IsTaken(session, message))))
        {
            await line.WaitAsync(message.ClOrdId, CallPriority.NewOrder, cancellationToken).ConfigureAwait(false);
            Failpoints.Hit(Name, Failpoint.Permit);
        }

        await senderClock.FreshenAsync(cancellationToken).ConfigureAwait(false);
        await grants.FreshenAsync(cancellationToken).ConfigureAwait(false);
        var grantedAt = clock.GetTimestamp();
        var granted = await GrantAsync(message, down, cancellationToken).ConfigureAwait(false);
        if (granted.HasClaim)
        {
            Duplicates.Count(Duplicates.Redelivered);
        }

        if (granted.Verdict is { } verdict)
        {
            Metrics.Count(verdict);
        }

        return granted.Permission is { } permission ? [.. granted.FollowUps, .. await UseAsync(permission, grantedAt).ConfigureAwait(false)] : granted.FollowUps;
    }

    /// <summary>Where a permit is there for whoever asks, and the clock need not be compared, nothing is waited for before the grant.</summary>
    public bool IsReady => calls.PermitsAreFree && senderClock.IsFresh;

    /// <summary>The venue is called once the grant is recorded.</summary>
    public bool HasSequel => true;

    // What the calendars said before a turn that was waited for longer than a permission may be old is not what they say now: then it is called by its queue, which asks anew.
    public async Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken)
    {
        await grants.FreshenAsync(cancellationToken).ConfigureAwait(false);
        var (decided, newest, lookedAt) = (new Decided(Metrics.Count), (DateTimeOffset?)null, clock.GetTimestamp());
        return new OnwardStep(Name, grants.LookAt, (session, call, order, onward) =>
            IsReady && onward.HasRoom && clock.GetElapsedTime(lookedAt) <= options.Value.SendDeadline ? TakeOnward(session, (OrderReleased)call, order, newest, onward, decided) : [])
        {
            // The turn's own entries are by the clock that is in question.
            LookBefore = session => newest = JournalTable.NewestTime(session),
            Claims = 1,
            Decided = decided,
        };
    }

    private IReadOnlyList<FollowUp> TakeOnward(StoreSession session, OrderReleased call, Order order, DateTimeOffset? newest, Onward onward, Decided decided)
    {
        var grantedAt = clock.GetTimestamp();
        var granted = grants.Take(session, order, call, newest, clock.GetUtcNow(), calls.AdapterOf);
        if (granted.Verdict is { } verdict)
        {
            decided.Note(verdict);
        }

        if (granted.Permission is { } permission)
        {
            onward.Then(Name, call.ClOrdId, () => UseAsync(permission, grantedAt));
        }

        return granted.FollowUps;
    }

    private async Task<IReadOnlyList<FollowUp>> UseAsync(Permission permission, long grantedAt)
    {
        ages.Note(permission.Fencing, grantedAt);
        Failpoints.Hit(Name, Failpoint.Grant);
        var result = await sender.SendAsync(permission, grantedAt).ConfigureAwait(false);
        Failpoints.Hit(Name, Failpoint.Answered);
        Metrics.Count(result.Outcome);
        Metrics.ObserveIntakeToVenue(permission, result);

        // The answer is recorded whatever happens to the caller: cancelling here would throw an answer away.
        var answered = await (onwards ?? OnwardStages.Nobody).WriteAsync(Outcomes.CallOf(result.Outcome), onward => RecordAsync(permission, result, onward), CancellationToken.None).ConfigureAwait(false);
        if (result.Outcome is not SubmitOutcome.Unknown)
        {
            ages.Forget(permission.Fencing);
        }

        Failpoints.Hit(Name, Failpoint.Stored);
        logger.LogInformation(
            "Order {cl_ord_id} of intent {intent_id}, attempt {Attempt}: {Outcome}",
            permission.Order.ClOrdId, permission.Order.IntentId, permission.Attempt, result.Outcome.GetType().Name);
        return answered;
    }

    private Task<IReadOnlyList<FollowUp>> RecordAsync(Permission permission, SendResult result, Onward onward)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(
            Turn.OfOrder(permission.Order.ClOrdId),
            Outcomes.Look(permission, result, onward, now),
            onward.Of(session => Outcomes.Record(session, permission, result, now, onward)),
            CancellationToken.None);
    }

    private async Task<Granted> GrantAsync(OrderReleased message, string? down, CancellationToken cancellationToken)
    {
        while (true)
        {
            var granted = await store.WriteAsync(
                Turn.OfOrder(message.ClOrdId), grants.Look(message, clock.GetUtcNow()), session => grants.Take(session, message, clock.GetUtcNow(), calls.AdapterOf, down), cancellationToken).ConfigureAwait(false);
            if (granted.Trip is not { } trip)
            {
                return granted;
            }

            await store.WriteAsync(session => Halting.Trip(session, trip, Name, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
    }

    // A redelivery needs no permit, which may be scarce. All of it is read, whatever the first of it says, so that it can be asked for together.
    private static bool IsTaken(StoreSession session, OrderReleased message)
    {
        RestoredState.MustBeImported(session);
        var isTaken = Grants.IsTaken(session, message);
        var (found, comparison) = (OrderTable.Find(session, message.ClOrdId), ReconciliationTable.FindOfOrder(session, message.ClOrdId));

        // A permit must not grow old while the account is compared.
        if (found is { } order && !isTaken && order.Pass == message.Pass && !order.OrdStatus.IsTerminal())
        {
            ReconcilingState.MustBeOver(order, comparison);
        }

        return isTaken;
    }
}
