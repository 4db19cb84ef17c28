using Microsoft.Extensions.Logging;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>
/// Looks at Binance's lists for what happened since an earlier look: every order that changed and every trade. It is what makes up for a stream
/// that was away, or that lost something.
/// </summary>
internal sealed class BinanceHistory(
    BinanceLists lists, BinanceReads reads, Pairs pairs, OrderReader orders, TradeReader trades, BinanceOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>A list of a pair's orders weighs 20, one order 4: of more than so many a pair the lists are asked first, which have a thousand in one answer.</summary>
    private const int OrdersAList = 5;

    /// <summary>Looks once. All lists were read to their ends, or the look failed.</summary>
    public async Task<VenueAnswer<History>> LookAsync(Look from, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var since = from.Since - options.Overlap;

        // There is no list of changed orders. What changed since was open then, or was placed since.
        var placedSince = since < from.OldestOpen ? since : from.OldestOpen ?? since;
        var listed = await lists.OrdersAsync(placedSince, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var found })
        {
            return Answers.Failed<IReadOnlyList<OrderDocument>, History>(listed);
        }

        var traded = await TradesAsync(since, found, cancellationToken).ConfigureAwait(false);
        if (traded is not VenueAnswer<IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>.Stated { Value: var fills })
        {
            return Answers.Failed<IReadOnlyList<Func<IReadOnlyList<VenueNews>>>, History>(traded);
        }

        // Of what happened at one instant the trades come first: an order's end would make a late fill of them.
        var (news, isWhole) = Readable([.. fills, .. found.Select(order => (Func<IReadOnlyList<VenueNews>>)(() => [orders.NewsOf(order)]))]);
        TellOfUnknownWords(found);
        return new VenueAnswer<History>.Stated(new History([.. news.Where(item => since is null || item.At >= since)], isWhole ? Next(from, found, news, began) : from));
    }

    /// <summary>The trades since an instant, each to be read with its order's ClOrdId, which the list leaves out.</summary>
    /// <param name="since">Earliest time of a trade; null asks for all.</param>
    /// <param name="known">Orders that need not be asked for; null where none needs be.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<VenueAnswer<IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>> TradesAsync(
        DateTimeOffset? since, IReadOnlyList<OrderDocument>? known, CancellationToken cancellationToken)
    {
        var listed = await lists.TradesAsync(since, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<TradeDocument>>.Stated { Value: var found })
        {
            return Answers.Failed<IReadOnlyList<TradeDocument>, IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>(listed);
        }

        var orderOf = new Dictionary<(string Symbol, long Id), OrderDocument?>();
        Note(known ?? []);
        if (known is not null && Missing().Count > pairs.All.Count * OrdersAList)
        {
            var placed = await lists.OrdersAsync(since, cancellationToken).ConfigureAwait(false);
            if (placed is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var orders })
            {
                return Answers.Failed<IReadOnlyList<OrderDocument>, IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>(placed);
            }

            Note(orders);
        }

        foreach (var (symbol, id) in known is null ? [] : Missing())
        {
            if (pairs.OfVenue(symbol) is not { } pair)
            {
                continue;
            }

            var answer = await reads.ByOrderIdAsync(pair, id, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<OrderDocument?>.Stated { Value: var order })
            {
                return Answers.Failed<OrderDocument?, IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>(answer);
            }

            orderOf[(symbol, id)] = order;
        }

        return new VenueAnswer<IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>.Stated([.. found.Select(trade => (Func<IReadOnlyList<VenueNews>>)(() => trades.NewsOf(trade, OrderOf(trade))))]);

        void Note(IReadOnlyList<OrderDocument> orders)
        {
            foreach (var order in orders.Where(order => order is { Symbol: not null, OrderId: not null }))
            {
                orderOf[(order.Symbol!, order.OrderId!.Value)] = order;
            }
        }

        List<(string Symbol, long Id)> Missing() =>
            [.. found.Where(trade => trade is { Symbol: not null, OrderId: not null }).Select(trade => (trade.Symbol!, trade.OrderId!.Value)).Distinct().Where(order => !orderOf.ContainsKey(order))];

        OrderDocument? OrderOf(TradeDocument trade) => trade is { Symbol: { } symbol, OrderId: { } id } ? orderOf.GetValueOrDefault((symbol, id)) : null;
    }

    /// <summary>
    /// What can be read, oldest first. What can't holds nothing else up; but then the look was not whole, and the next one begins where this one did.
    /// </summary>
    public (IReadOnlyList<VenueNews> News, bool IsWhole) Readable(IReadOnlyList<Func<IReadOnlyList<VenueNews>>> rows)
    {
        var news = new List<VenueNews>();
        var isWhole = true;
        foreach (var row in rows)
        {
            try
            {
                news.AddRange(row());
            }
            catch (FormatException e)
            {
                isWhole = false;
                Metrics.CountUnknown("list");
                logger.LogError("Binance lists an order or a trade that can't be read, and is asked again and again: {Reason}", e.Message);
            }
        }

        return ([.. news.OrderBy(item => item.At)], isWhole);
    }

    // An event may show up late in one list while the other tells newer ones: the next look begins no later than this one began.
    private static Look Next(Look from, IReadOnlyList<OrderDocument> found, IReadOnlyList<VenueNews> news, DateTimeOffset began)
    {
        var newest = news.Count == 0 ? from.Since : news[^1].At < began ? news[^1].At : began;
        var open = found.Where(order => !BinanceWords.IsOver(order.Status)).Select(OrderReader.PlacedAt).ToList();
        return new Look(newest < from.Since ? from.Since : newest, open.Count == 0 ? null : open.Min());
    }

    private void TellOfUnknownWords(IReadOnlyList<OrderDocument> found)
    {
        foreach (var order in found.Where(order => BinanceWords.ToOrdStatus(order.Status) is null))
        {
            Metrics.CountUnknown("status");
            logger.LogWarning("Binance states order {OrderId} as {Status}, which nobody knows", order.OrderId, Untrusted.Cap(order.Status ?? ""));
        }
    }
}
