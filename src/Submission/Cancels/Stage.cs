using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Submission.Cancels;

/// <summary>
/// Asks the venue to cancel what is left of an order. Asking twice is harmless, so a missing answer is asked for again; what
/// became of the order is told by the venue's reports, never here.
/// </summary>
public sealed class Stage(IStore store, VenueCalls calls, IOptions<SubmissionOptions> options, TimeProvider clock) : IStage<CancelOrder>
{
    private readonly CallLine line = new(store, calls, clock);

    public string Name => Stages.Cancel;

    public async Task<IReadOnlyList<FollowUp>> HandleAsync(CancelOrder message, CancellationToken cancellationToken)
    {
        var order = store.Read(session =>
        {
            RestoredState.MustBeImported(session);
            return Pending(session, message);
        });
        if (order is null)
        {
            return [];
        }

        await line.WaitAsync(message.ClOrdId, CallPriority.Cancel, cancellationToken).ConfigureAwait(false);

        // The same call may have waited there twice, and the order may be over meanwhile.
        order = store.Read(session => Pending(session, message));
        if (order is null)
        {
            return [];
        }

        using var tape = WireTape.Start();
        var outcome = await calls.CancelAsync(new OrderCancelRequest(order.ClOrdId, order.OrderId, order.Symbol, order.Side, order.Terms.Qty)).ConfigureAwait(false);
        Metrics.Count(outcome);
        await store.WriteAsync(Turn.OfOrder(message.ClOrdId), session => Record(session, message, order, outcome, tape.Exchanges, clock.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        return [];
    }

    // The order to cancel; null when it is done on both sides, or this attempt has its answer already.
    private static Order? Pending(StoreSession session, CancelOrder message)
    {
        var order = OrderTable.Find(session, message.ClOrdId) ?? throw new UnknownOrderException(message.ClOrdId);
        var cancel = CancelTable.Find(session, message.ClOrdId);
        return cancel is null || cancel.Attempt != message.Attempt || cancel.Outcome is not null || (order.OrdStatus.IsTerminal() && !Breaks.IsOpenThere(session, order)) ? null : order;
    }

    private void Record(StoreSession session, CancelOrder message, Order asked, CancelOutcome outcome, IReadOnlyList<WireExchange> exchanges, DateTimeOffset now)
    {
        if (Pending(session, message) is not { } order)
        {
            return;
        }

        var pause = Shorter(options.Value.CancelRetryPause * Math.Pow(2, Math.Min(message.Attempt - 1, 10)), CancelTable.LongestPause);
        var (result, next) = outcome switch
        {
            CancelOutcome.Requested => (CancelResult.Requested, now + options.Value.CancelStuckAfter),

            CancelOutcome.Rejected { Code: "UNKNOWN_ORDER" } when MayBeYoung(session, asked) => (CancelResult.Unknown, now + pause),
            CancelOutcome.Rejected => (CancelResult.Rejected, (DateTimeOffset?)null),
            CancelOutcome.Unknown unknown => (CancelResult.Unknown, now + Shorter(unknown.RetryAfter ?? pause, CancelTable.LongestPause)),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome"),
        };
        StepTable.TryInsert(session, order.ClOrdId, Stages.StepOf(Stages.Cancel, message.Attempt), order.Pass, result, now);
        CancelTable.SetOutcome(session, order.ClOrdId, result, next, now);
        WireLog.Record(session, order, Stages.Cancel, message.Attempt, OrderTable.AdapterOf(session, order.ClOrdId) ?? calls.Adapter, exchanges, now);
        JournalTable.Append(
            session, order, Stages.Cancel, JournalKinds.CancelAnswered, now, new { message.Attempt, result, outcome = outcome.GetType().Name, facts = (object)outcome, next_attempt_at = next });
        if (outcome is CancelOutcome.Rejected rejected && result == CancelResult.Rejected)
        {
            CancelRefusal.Record(session, order, message.Attempt, Stages.Cancel, rejected.Code, rejected.Text, now);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // The venue may not know the order yet, though by now it may have said that it has it: what was asked by our id alone is asked again, by the venue's then.
    private static bool MayBeYoung(StoreSession session, Order asked) =>
        ClaimTable.OfOrder(session, asked.ClOrdId).Any(claim => claim.NextCheckAt is not null || (asked.OrderId is null && !claim.IsProvenAbsent));
}
