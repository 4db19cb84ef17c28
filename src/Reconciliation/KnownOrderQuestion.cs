using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Asks for an order that is known to be at the venue, and for its executions, whatever is found first.</summary>
internal sealed class KnownOrderQuestion(IVenueReports venue, TimeSpan callTimeout, TimeProvider clock)
{
    private readonly TimedCalls calls = new(callTimeout, clock);

    /// <param name="order">The order.</param>
    /// <param name="since">From when on executions are asked for.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<Answers> AskAsync(Order order, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var answers = new Answers(order, null, isRestored: false);
        answers.Add(new Asked(clock.GetUtcNow(), IsLate: false), await calls.QueryAsync(venue, new OrderStatusRequest(order.ClOrdId, order.Symbol), cancellationToken).ConfigureAwait(false));
        if (answers.Found is not null)
        {
            answers.Add(
                new Asked(clock.GetUtcNow(), IsLate: false),
                await calls.AskAsync(stop => venue.ExecutionsAsync(since - venue.SettleWindow, stop), cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }
}
