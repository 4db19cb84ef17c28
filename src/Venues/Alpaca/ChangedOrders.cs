using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// The orders that may have changed since an earlier look. There is no list of those: what changed since was open then, or was placed since. So what was placed since
/// and what is open is listed, and of what was open then and is in neither, the venue is asked.
/// </summary>
internal sealed class ChangedOrders(AlpacaReads reads)
{
    /// <summary>So many orders are asked for one by one. Of more, as when a session ends, all but the oldest are in one list of what was placed since.</summary>
    private const int OneByOne = 10;

    private static readonly Dictionary<string, DateTimeOffset> Nothing = [];

    /// <summary>Lists them. Every one has an id and says when it was placed.</summary>
    /// <param name="from">What the earlier look left.</param>
    /// <param name="since">From when on orders that were placed are listed; null asks for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<VenueAnswer<IReadOnlyList<OrderDocument>>> ListAsync(Look from, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<string, OrderDocument>();

        // After a restart nobody knows which were open: everything since the oldest of them is listed, once.
        var failed = await AddAsync("all", from.Open is null && from.OldestOpen < since ? from.OldestOpen : since).ConfigureAwait(false)
            ?? await AddAsync("open", null).ConfigureAwait(false);
        if (failed is null && Missing() is { Count: > OneByOne } many)
        {
            failed = await AddAsync("all", many[OneByOne].Value).ConfigureAwait(false);
        }

        foreach (var (id, _) in failed is null ? Missing() : [])
        {
            failed ??= await AskAsync(id).ConfigureAwait(false);
        }

        return failed ?? new VenueAnswer<IReadOnlyList<OrderDocument>>.Stated([.. orders.Values]);

        List<KeyValuePair<string, DateTimeOffset>> Missing() => [.. (from.Open ?? Nothing).Where(order => !orders.ContainsKey(order.Key)).OrderBy(order => order.Value)];

        async Task<VenueAnswer<IReadOnlyList<OrderDocument>>?> AddAsync(string status, DateTimeOffset? placedSince)
        {
            var answer = await reads.OrdersAsync(status, placedSince, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var listed })
            {
                return answer;
            }

            foreach (var order in listed)
            {
                orders[order.Id!] = order;
            }

            return null;
        }

        // One that the venue does not know any more has nothing to tell.
        async Task<VenueAnswer<IReadOnlyList<OrderDocument>>?> AskAsync(string id)
        {
            var answer = await reads.ByOrderIdAsync(id, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<OrderDocument?>.Stated { Value: var order })
            {
                return Answers.Failed<OrderDocument?, IReadOnlyList<OrderDocument>>(answer);
            }

            if (order is not null && OrderReader.PlacedAt(order) is null)
            {
                return Answers.Unreadable<IReadOnlyList<OrderDocument>>("an order without time");
            }

            if (order is not null)
            {
                orders[id] = order;
            }

            return null;
        }
    }
}
