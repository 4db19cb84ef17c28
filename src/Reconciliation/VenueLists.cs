using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Reconciliation;

/// <summary>
/// What the venue lists, for one round of questions: each list is asked for once, when the first order needs it, and looked through
/// for every order of the round. After an outage a hundred orders may have no outcome, and a venue permits only so many calls.
/// </summary>
internal sealed class VenueLists(IVenueReports venue, TimedCalls calls, DateTimeOffset since, TimeProvider clock)
{
    private Listed<VenueOrder>? open;
    private Listed<VenueOrder>? closed;
    private Listed<ExecutionReport>? executions;

    public async Task<Listed<VenueOrder>> OpenOrdersAsync(CancellationToken cancellationToken) =>
        open ??= await AskAsync(venue.OpenOrdersAsync, cancellationToken).ConfigureAwait(false);

    public async Task<Listed<VenueOrder>> ClosedOrdersAsync(CancellationToken cancellationToken) =>
        closed ??= await AskAsync(stop => venue.ClosedOrdersAsync(since, stop), cancellationToken).ConfigureAwait(false);

    public async Task<Listed<ExecutionReport>> ExecutionsAsync(CancellationToken cancellationToken) =>
        executions ??= await AskAsync(stop => venue.ExecutionsAsync(since, stop), cancellationToken).ConfigureAwait(false);

    private async Task<Listed<T>> AskAsync<T>(
        Func<CancellationToken, Task<VenueAnswer<IReadOnlyList<T>>>> question, CancellationToken cancellationToken)
    {
        var (at, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        return new Listed<T>(at, timestamp, await calls.AskAsync(question, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>A list of the venue's, or why there is none.</summary>
/// <param name="AskedAt">When it was asked for, by the wall clock.</param>
/// <param name="Timestamp">The same by the monotonic clock.</param>
/// <param name="Answer">What came.</param>
internal sealed record Listed<T>(DateTimeOffset AskedAt, long Timestamp, VenueAnswer<IReadOnlyList<T>> Answer);
