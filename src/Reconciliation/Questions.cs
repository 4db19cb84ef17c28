using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// Asks a venue about one order by every way there is: by our id, then among its open orders, its closed ones and its
/// executions, until one shows the order or one gives no answer.
/// </summary>
public sealed class Questions(IVenueReports venue, TimeSpan callTimeout, TimeProvider clock)
{
    /// <param name="order">The order.</param>
    /// <param name="since">When it may have been sent at the earliest.</param>
    /// <param name="untilLate">How long it takes yet until a not-found counts.</param>
    /// <param name="isRestored">Whether a store that was lost may have sent it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answers> AskAsync(
        Order order, DateTimeOffset since, TimeSpan untilLate, bool isRestored, CancellationToken cancellationToken)
    {
        // The venue's clock and ours differ a little; an order must not fall out of a list for it.
        since -= venue.SettleWindow;
        var answers = new Answers(order, clock.GetUtcNow() + untilLate, isRestored);
        var began = clock.GetTimestamp();
        Asked Now() => new(clock.GetUtcNow(), clock.GetElapsedTime(began) >= untilLate);
        var asked = Now();
        answers.Add(asked, await CallAsync(
            stop => venue.QueryAsync(order.ClOrdId, stop), reason => new OrderQuery.Unavailable(VenueFault.Transport, reason), cancellationToken)
            .ConfigureAwait(false));
        if (answers.MayGoOn)
        {
            asked = Now();
            answers.Add(Answers.OpenOrders, asked, await AskAsync(venue.OpenOrdersAsync, cancellationToken).ConfigureAwait(false));
        }

        if (answers.MayGoOn)
        {
            asked = Now();
            answers.Add(Answers.ClosedOrders, asked, await AskAsync(stop => venue.ClosedOrdersAsync(since, stop), cancellationToken).ConfigureAwait(false));
        }

        if (answers.MayGoOn || answers.NeedsExecutions)
        {
            asked = Now();
            answers.Add(asked, await AskAsync(stop => venue.ExecutionsAsync(since, stop), cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    /// <summary>Asks for an order that is known to be there, and for its executions, whatever is found first.</summary>
    public async Task<Answers> AskWithExecutionsAsync(Order order, CancellationToken cancellationToken)
    {
        var answers = new Answers(order, null, boundIsLost: false);
        answers.Add(new Asked(clock.GetUtcNow(), IsLate: false), await CallAsync(
            stop => venue.QueryAsync(order.ClOrdId, stop), reason => new OrderQuery.Unavailable(VenueFault.Transport, reason), cancellationToken)
            .ConfigureAwait(false));
        if (answers.Found is not null)
        {
            answers.Add(
                new Asked(clock.GetUtcNow(), IsLate: false),
                await AskAsync(stop => venue.ExecutionsAsync(order.ReceivedAt - venue.SettleWindow, stop), cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    private Task<VenueAnswer<T>> AskAsync<T>(Func<CancellationToken, Task<VenueAnswer<T>>> question, CancellationToken cancellationToken) =>
        CallAsync(question, reason => new VenueAnswer<T>.Unavailable(VenueFault.Transport, reason), cancellationToken);

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, Func<string, T> unavailable, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(callTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return unavailable(e is OperationCanceledException ? $"no answer in {callTimeout}" : $"{e.GetType().Name}: {e.Message}");
        }
    }
}
