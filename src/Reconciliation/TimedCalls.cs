using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>Calls of the venue that are given up after a while. A call that fails is an answer too: none.</summary>
internal sealed class TimedCalls(TimeSpan timeout, TimeProvider clock)
{
    public Task<VenueAnswer<T>> AskAsync<T>(Func<CancellationToken, Task<VenueAnswer<T>>> question, CancellationToken cancellationToken) =>
        AskAsync(question, reason => new VenueAnswer<T>.Unavailable(VenueFault.Transport, reason), cancellationToken);

    /// <summary>Asks about one order; what goes over the wire for it is written down.</summary>
    public async Task<(OrderQuery Query, IReadOnlyList<WireExchange> Exchanges)> QueryAsync(
        IVenueReports venue, OrderStatusRequest request, CancellationToken cancellationToken)
    {
        using var tape = WireTape.Start();
        var query = await AskAsync<OrderQuery>(
            stop => venue.QueryAsync(request, stop), reason => new OrderQuery.Unavailable(VenueFault.Transport, reason), cancellationToken).ConfigureAwait(false);
        return (query, tape.Exchanges);
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, Func<string, T> unavailable, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return unavailable(e is OperationCanceledException ? $"no answer in {timeout}" : $"{e.GetType().Name}: {e.Message}");
        }
    }
}
