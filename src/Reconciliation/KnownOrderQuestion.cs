using Pipeline.Trading.Orders;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Asks for an order that is known to be at the venue, and for its executions, whatever is found first.</summary>
internal sealed class KnownOrderQuestion(IVenueReports venue, TimeSpan callTimeout, TimeProvider clock)
{
    private readonly TimedCalls calls = new(callTimeout, clock);

    public async Task<Answers> AskAsync(Order order, CancellationToken cancellationToken)
    {
        var answers = new Answers(order, null, boundIsLost: false);
        answers.Add(new Asked(clock.GetUtcNow(), IsLate: false), await calls.QueryAsync(venue, order.ClOrdId, cancellationToken).ConfigureAwait(false));
        if (answers.Found is not null)
        {
            answers.Add(
                new Asked(clock.GetUtcNow(), IsLate: false),
                await calls.AskAsync(stop => venue.ExecutionsAsync(order.ReceivedAt - venue.SettleWindow, stop), cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }
}
