using Microsoft.Extensions.Logging;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// Looks at Alpaca's lists for what happened since an earlier look: every order that changed, every fill and every fee. It is what makes up for a stream that was away, or that lost something.
/// </summary>
internal sealed class AlpacaHistory(AlpacaReads reads, NewsReader reader, FeeReader feeReader, AlpacaOptions options, TimeProvider clock, ILogger logger)
{
    private readonly ChangedOrders changed = new(reads);

    /// <summary>Looks once. All lists were read to their ends, or the look failed.</summary>
    public async Task<VenueAnswer<History>> LookAsync(Look from, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var since = from.Since - options.Overlap;

        var listed = await changed.ListAsync(from, since, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var all })
        {
            return Answers.Failed<IReadOnlyList<OrderDocument>, History>(listed);
        }

        var orders = all.Where(order => !OrderReader.IsOfLegs(order)).ToList();

        var filled = await FillsAsync(since, orders, cancellationToken).ConfigureAwait(false);
        if (filled is not VenueAnswer<IReadOnlyList<Func<VenueNews>>>.Stated { Value: var fills })
        {
            return Answers.Failed<IReadOnlyList<Func<VenueNews>>, History>(filled);
        }

        var taken = await FeesAsync(since, cancellationToken).ConfigureAwait(false);
        if (taken is not VenueAnswer<IReadOnlyList<Func<VenueNews>>>.Stated { Value: var fees })
        {
            return Answers.Failed<IReadOnlyList<Func<VenueNews>>, History>(taken);
        }

        // Of what happened at one instant the fills come first: an order's end would make a late fill of them.
        var read = Readable([.. fills, .. orders.Select(order => (Func<VenueNews>)(() => reader.OfListed(order))), .. fees]);
        TellOfUnknownWords(orders);
        return new VenueAnswer<History>.Stated(new History(
            [.. read.News.Where(item => since is null || item.At >= since)],
            Next(from, orders, read, began)));
    }

    /// <summary>The fills since an instant, each to be read with its order's ClOrdId, which the activities leave out.</summary>
    /// <param name="since">Earliest time of a fill; null asks for all.</param>
    /// <param name="known">Orders that need not be asked for.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<VenueAnswer<IReadOnlyList<Func<VenueNews>>>> FillsAsync(
        DateTimeOffset? since, IReadOnlyList<OrderDocument> known, CancellationToken cancellationToken)
    {
        var listed = await reads.FillsAsync(since, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<ActivityDocument>>.Stated { Value: var activities })
        {
            return Answers.Failed<IReadOnlyList<ActivityDocument>, IReadOnlyList<Func<VenueNews>>>(listed);
        }

        var orders = known.Where(order => order.Id is not null).ToDictionary(order => order.Id!, OrderDocument? (order) => order);
        foreach (var orderId in activities.Select(activity => activity.OrderId).OfType<string>().Distinct().Except(orders.Keys).ToList())
        {
            var answer = await reads.ByOrderIdAsync(orderId, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<OrderDocument?>.Stated { Value: var order })
            {
                return Answers.Failed<OrderDocument?, IReadOnlyList<Func<VenueNews>>>(answer);
            }

            orders[orderId] = order;
        }

        return new VenueAnswer<IReadOnlyList<Func<VenueNews>>>.Stated(
            [.. activities.Select(activity => (Func<VenueNews>)(() => reader.OfActivity(activity, OrderOf(activity))))]);

        OrderDocument? OrderOf(ActivityDocument activity) => activity.OrderId is { } id ? orders[id] : null;
    }

    /// <summary>The fees that were posted since an instant, each to be read; null asks for all.</summary>
    public async Task<VenueAnswer<IReadOnlyList<Func<VenueNews>>>> FeesAsync(DateTimeOffset? since, CancellationToken cancellationToken) =>
        await reads.FeesAsync(since, cancellationToken).ConfigureAwait(false) switch
        {
            VenueAnswer<IReadOnlyList<FeeDocument>>.Stated { Value: var activities } =>
                new VenueAnswer<IReadOnlyList<Func<VenueNews>>>.Stated([.. activities.SelectMany(feeReader.NewsOf)]),
            var failed => Answers.Failed<IReadOnlyList<FeeDocument>, IReadOnlyList<Func<VenueNews>>>(failed),
        };

    /// <summary>
    /// What can be read, oldest first. What can't holds nothing else up; but then the look was not whole, and the next one begins
    /// where this one did.
    /// </summary>
    public (IReadOnlyList<VenueNews> News, bool IsWhole) Readable(IReadOnlyList<Func<VenueNews>> rows)
    {
        var news = new List<VenueNews>();
        foreach (var row in rows)
        {
            try
            {
                news.Add(row());
            }
            catch (FormatException e)
            {
                Metrics.CountUnknown("list");
                logger.LogError("Alpaca lists an order, a fill or a fee that can't be read, and is asked again and again: {Reason}", e.Message);
            }
        }

        return ([.. news.OrderBy(item => item.At)], news.Count == rows.Count);
    }

    // An event may show up late in one list while the other tells newer ones: the next look begins no later than this one began.
    private static Look Next(Look from, IReadOnlyList<OrderDocument> orders, (IReadOnlyList<VenueNews> News, bool IsWhole) read, DateTimeOffset began)
    {
        var open = orders.Where(order => !AlpacaWords.IsOver(order.Status)).ToDictionary(order => order.Id!, order => OrderReader.PlacedAt(order)!.Value);
        if (!read.IsWhole)
        {
            // What has ended and could not be read is asked for again.
            return from.Open is { } before ? new Look(from.Since, from.OldestOpen) { Open = before.Concat(open).DistinctBy(order => order.Key).ToDictionary() } : from;
        }

        var newest = read.News.Count == 0 ? from.Since : Earlier(read.News[^1].At, began);
        return new Look(newest < from.Since ? from.Since : newest, open.Count == 0 ? null : open.Values.Min()) { Open = open };
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
