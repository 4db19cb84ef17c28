using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// A round of questions about orders, each asked about by every way there is: by our id, then among the venue's open orders, its
/// closed ones and its executions, until one shows the order or one gives no answer.
/// </summary>
internal sealed class Questions
{
    private readonly IVenueReports venue;
    private readonly TimeProvider clock;
    private readonly TimedCalls calls;
    private readonly VenueLists lists;
    private readonly DateTimeOffset since;
    private readonly long began;

    /// <summary>Begins a round.</summary>
    /// <param name="venue">Who is asked.</param>
    /// <param name="callTimeout">How long a call may take.</param>
    /// <param name="since">When the first of the orders may have been sent at the earliest.</param>
    /// <param name="clock">The time.</param>
    public Questions(IVenueReports venue, TimeSpan callTimeout, DateTimeOffset since, TimeProvider clock)
    {
        (this.venue, this.clock) = (venue, clock);
        calls = new TimedCalls(callTimeout, clock);

        // The venue's clock and ours differ a little; an order must not fall out of a list for it.
        this.since = since - venue.SettleWindow;
        lists = new VenueLists(venue, calls, this.since, clock);
        began = clock.GetTimestamp();
    }

    /// <param name="order">The order.</param>
    /// <param name="untilLate">How long it took, when the round began, until a not-found would count.</param>
    /// <param name="isRestored">Whether a store that was lost may have sent it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answers> AskAsync(Order order, TimeSpan untilLate, bool isRestored, CancellationToken cancellationToken)
    {
        Asked At(DateTimeOffset at, long timestamp) => new(at, clock.GetElapsedTime(began, timestamp) >= untilLate);
        Asked Now() => At(clock.GetUtcNow(), clock.GetTimestamp());

        var answers = new Answers(order, clock.GetUtcNow() + untilLate - clock.GetElapsedTime(began), isRestored);
        var asked = Now();
        answers.Add(asked, await calls.QueryAsync(venue, new OrderStatusRequest(order.ClOrdId, order.Symbol), cancellationToken).ConfigureAwait(false));
        if (answers.MayGoOn)
        {
            var open = await lists.OpenOrdersAsync(cancellationToken).ConfigureAwait(false);
            answers.Add(Answers.OpenOrders, At(open.AskedAt, open.Timestamp), open.Answer);
        }

        if (answers.MayGoOn)
        {
            var closed = await lists.ClosedOrdersAsync(cancellationToken).ConfigureAwait(false);
            answers.Add(Answers.ClosedOrders, At(closed.AskedAt, closed.Timestamp), closed.Answer);
        }

        if (answers.MayGoOn)
        {
            var executions = await lists.ExecutionsAsync(cancellationToken).ConfigureAwait(false);
            answers.Add(At(executions.AskedAt, executions.Timestamp), executions.Answer);
        }
        else if (answers.NeedsExecutions)
        {
            // A list of earlier in the round may lack what the order has filled since.
            asked = Now();
            answers.Add(asked, await calls.AskAsync(stop => venue.ExecutionsAsync(since, stop), cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }
}
