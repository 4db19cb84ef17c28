using Microsoft.Extensions.Logging;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// Looks at Alpaca's lists for what happened since an earlier look: every order that changed and every fill. It is what makes
/// up for a stream that was away, or that lost something.
/// </summary>
internal sealed class AlpacaHistory(AlpacaReads reads, NewsReader reader, AlpacaOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>Looks once. All of it is found, or the look failed.</summary>
    public async Task<VenueAnswer<History>> LookAsync(Look from, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var since = from.Since - options.Overlap;

        // There is no list of changed orders. What changed since was open then, or was placed since.
        var placedSince = since < from.OldestOpen ? since : from.OldestOpen ?? since;
        var listed = await reads.OrdersAsync("all", placedSince, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var orders })
        {
            return Answers.Failed<IReadOnlyList<OrderDocument>, History>(listed);
        }

        var filled = await FillsAsync(since, orders, cancellationToken).ConfigureAwait(false);
        if (filled is not VenueAnswer<IReadOnlyList<VenueNews>>.Stated { Value: var fills })
        {
            return Answers.Failed<IReadOnlyList<VenueNews>, History>(filled);
        }

        try
        {
            // Of what happened at one instant the fills come first: an order's end would make a late fill of them.
            var news = fills.Concat(orders.Select(reader.OfListed)).OrderBy(item => item.At).ToList();
            TellOfUnknownWords(orders);

            // An event may show up late in one list while the other tells newer ones: the next look begins no later than this one.
            var newest = news.Count == 0 ? from.Since : Earlier(news[^1].At, began);
            var open = orders.Where(order => !AlpacaWords.IsOver(order.Status)).Min(OrderReader.PlacedAt);
            return new VenueAnswer<History>.Stated(new History(
                [.. news.Where(item => since is null || item.At >= since)],
                new Look(newest < from.Since ? from.Since : newest, open)));
        }
        catch (FormatException e)
        {
            return Answers.Unreadable<History>($"an order in a list: {e.Message}");
        }
    }

    /// <summary>The fills since an instant, each with its order's ClOrdId, which the activities leave out.</summary>
    /// <param name="since">Earliest time of a fill; null asks for all.</param>
    /// <param name="known">Orders that need not be asked for.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<VenueAnswer<IReadOnlyList<VenueNews>>> FillsAsync(
        DateTimeOffset? since, IReadOnlyList<OrderDocument> known, CancellationToken cancellationToken)
    {
        var listed = await reads.FillsAsync(since, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<ActivityDocument>>.Stated { Value: var activities })
        {
            return Answers.Failed<IReadOnlyList<ActivityDocument>, IReadOnlyList<VenueNews>>(listed);
        }

        var orders = known.Where(order => order.Id is not null).ToDictionary(order => order.Id!, OrderDocument? (order) => order);
        foreach (var orderId in activities.Select(activity => activity.OrderId).OfType<string>().Distinct().Except(orders.Keys).ToList())
        {
            var answer = await reads.ByOrderIdAsync(orderId, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<OrderDocument?>.Stated { Value: var order })
            {
                return Answers.Failed<OrderDocument?, IReadOnlyList<VenueNews>>(answer);
            }

            orders[orderId] = order;
        }

        try
        {
            var fills = activities.Select(activity => reader.OfActivity(activity, activity.OrderId is { } id ? orders[id] : null));
            return new VenueAnswer<IReadOnlyList<VenueNews>>.Stated([.. fills.OrderBy(fill => fill.At)]);
        }
        catch (FormatException e)
        {
            return Answers.Unreadable<IReadOnlyList<VenueNews>>($"a fill in the activities: {e.Message}");
        }
    }

    private void TellOfUnknownWords(IReadOnlyList<OrderDocument> orders)
    {
        foreach (var order in orders.Where(order => AlpacaWords.ToOrdStatus(order.Status) is null))
        {
            Metrics.CountUnknown("status");
            logger.LogWarning("Alpaca states order {OrderId} as {Status}, which nobody knows", order.Id, Untrusted.Cap(order.Status ?? ""));
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>What a look found.</summary>
/// <param name="News">Oldest first.</param>
/// <param name="Next">Where the next look begins.</param>
internal sealed record History(IReadOnlyList<VenueNews> News, Look Next);
