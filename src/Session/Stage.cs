using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;

namespace Pipeline.Session;

/// <summary>Lets an order on only while its market is in session. Submission checks the same again at the moment of sending.</summary>
public sealed class Stage(IStore store, LiveCalendars calendars, IOptions<SessionOptions> options, TimeProvider clock) : IStage<OrderValidated>, IOnwardStage
{
    public string Name => Stages.Session;

    public Type? Leads => typeof(OrderReleased);

    public async Task<IReadOnlyList<FollowUp>> HandleAsync(OrderValidated message, CancellationToken cancellationToken)
    {
        await calendars.FreshenAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var decided = new Decided(Metrics.Count);
        var told = await AwaitedFact.NotedAsync(
            store, Name, message,
            () => store.WriteAsync(
                Turn.OfOrder(message.ClOrdId),
                StepLog.Look(Name, message, (ahead, order) => Look(ahead, order, now)),
                session => StepLog.Once(session, Name, message, order => Decide(session, order, now), now, decided),
                cancellationToken),
            clock).ConfigureAwait(false);
        decided.Tell();
        return told;
    }

    public async Task<OnwardStep> PrepareAsync(CancellationToken cancellationToken)
    {
        await calendars.FreshenAsync(cancellationToken).ConfigureAwait(false);
        var decided = new Decided(Metrics.Count);
        return new OnwardStep(
            Name, Look, (session, _, order, onward) =>
            {
                var now = clock.GetUtcNow();
                return StepLog.Take(session, Name, order, Decide(session, order, now), now, decided, onward);
            }) { Decided = decided };
    }

    private void Look(StoreSession ahead, Order order, DateTimeOffset now)
    {
        ClaimTable.OfOrder(ahead, order.ClOrdId);
        OrderHours.Look(ahead, options.Value, calendars.Now, order, now);
    }

    private StepDecision Decide(StoreSession session, Order order, DateTimeOffset now)
    {
        var known = calendars.Now;
        var calendar = known.For(order.Symbol);
        var status = OrderHours.Of(session, options.Value, known, order, now).Status;
        var policy = options.Value.PolicyOf(order.Slot.StrategyId);
        var verdict = SessionGate.Decide(status, policy, order.ValidUntil, now);

        // Claims outlive a pass. Those proven absent make room for another attempt; one that may be at the venue keeps its number,
        // so that nothing is sent beside it.
        var attempt = 1 + ClaimTable.OfOrder(session, order.ClOrdId).Count(claim => claim.IsProvenAbsent);
        return new StepDecision(
            order,
            verdict,
            nameof(OrderReleased),
            new
            {
                calendar.Market, phase = SessionPhases.At(calendar, now), session = status.GetType().Name, facts = (object)status, policy,
                overrides = known.Overrides.Version, order.ValidUntil,
            },
            seq => new OrderReleased { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = order.Pass, Seq = seq, At = now, Attempt = attempt },
            Stages.StepOf(Stages.Submission, attempt));
    }
}
