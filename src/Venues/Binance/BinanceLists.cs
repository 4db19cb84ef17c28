using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Binance's lists, which are by symbol. A list is read to its end, or not answered at all.</summary>
internal sealed class BinanceLists(BinanceCaller caller, Pairs pairs, UnknownFields fields, ILogger logger, TimeProvider clock)
{
    /// <summary>Less than the day that Binance lets lie between two times.</summary>
    private static readonly TimeSpan SurelyCovered = TimeSpan.FromHours(23);

    private const int APage = 1000;

    /// <summary>From so many pairs on all symbols' open orders weigh less (80) than each pair's (6 a pair).</summary>
    private const int ManyPairs = 14;

    /// <summary>Every order that is open now.</summary>
    public async Task<VenueAnswer<IReadOnlyList<OrderDocument>>> OpenOrdersAsync(CancellationToken cancellationToken)
    {
        var found = new List<OrderDocument>();
        foreach (var pair in pairs.All.Count < ManyPairs ? [.. pairs.All] : new Pair?[] { null })
        {
            var page = await PageAsync(pair, "api/v3/openOrders", new Parameters().With("symbol", pair?.VenueSymbol), BinanceJson.Default.ListOrderDocument, cancellationToken).ConfigureAwait(false);
            if (page is not VenueAnswer<List<OrderDocument>>.Stated { Value: var orders })
            {
                return Answers.Failed<List<OrderDocument>, IReadOnlyList<OrderDocument>>(page);
            }

            found.AddRange(orders.Where(IsOfOurs));
        }

        found.ForEach(order => fields.Note("order", order.More));
        return new VenueAnswer<IReadOnlyList<OrderDocument>>.Stated(found);
    }

    /// <summary>Orders placed at or after an instant, open or over; null asks for all.</summary>
    public async Task<VenueAnswer<IReadOnlyList<OrderDocument>>> OrdersAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var answer = await AllAsync("api/v3/allOrders", "orderId", since, BinanceJson.Default.ListOrderDocument, order => order.OrderId, cancellationToken).ConfigureAwait(false);
        Note(answer, order => fields.Note("order", order.More));
        return answer;
    }

    /// <summary>Trades at or after an instant; null asks for all.</summary>
    public async Task<VenueAnswer<IReadOnlyList<TradeDocument>>> TradesAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var answer = await AllAsync("api/v3/myTrades", "fromId", since, BinanceJson.Default.ListTradeDocument, trade => trade.Id, cancellationToken).ConfigureAwait(false);
        Note(answer, trade => fields.Note("trade", trade.More));
        return answer;
    }

    private async Task<VenueAnswer<IReadOnlyList<T>>> AllAsync<T>(
        string path, string idParameter, DateTimeOffset? since, JsonTypeInfo<List<T>> type, Func<T, long?> idOf, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        foreach (var pair in pairs.All)
        {
            var ofPair = await OfPairAsync(pair, path, idParameter, since, type, idOf, cancellationToken).ConfigureAwait(false);
            if (ofPair is not VenueAnswer<List<T>>.Stated { Value: var entries })
            {
                return Answers.Failed<List<T>, IReadOnlyList<T>>(ofPair);
            }

            found.AddRange(entries);
        }

        return new VenueAnswer<IReadOnlyList<T>>.Stated(found);
    }

    // The first page begins at a time, each later one behind the last id of the one before. Binance takes no two times that are more than a day apart; whether one alone
    // reaches further its documentation does not say, so that of a time longer ago a page is not the end: what follows is asked for by id, and where the page is empty,
    // the newest there are.
    private async Task<VenueAnswer<List<T>>> OfPairAsync<T>(
        Pair pair, string path, string idParameter, DateTimeOffset? since, JsonTypeInfo<List<T>> type, Func<T, long?> idOf, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, T>();

        // Binance's time begins in 1970; whoever asks for earlier asks for all.
        long? from = since is null || since <= DateTimeOffset.UnixEpoch ? 0 : null;
        var (isLongAgo, isOfNewest) = (clock.GetUtcNow() - since > SurelyCovered, false);
        while (true)
        {
            var parameters = new Parameters().With("symbol", pair.VenueSymbol).With("limit", (long?)APage);
            parameters = from is { } id ? parameters.With(idParameter, (long?)id) : isOfNewest ? parameters : parameters.With("startTime", (long?)since!.Value.ToUnixTimeMilliseconds());
            var page = await PageAsync(pair, path, parameters, type, cancellationToken).ConfigureAwait(false);
            if (page is not VenueAnswer<List<T>>.Stated { Value: var entries })
            {
                return page;
            }

            if (entries.Any(entry => idOf(entry) is null))
            {
                return Answers.Unreadable<List<T>>($"an entry of {path} without id");
            }

            var before = found.Count;
            entries.ForEach(entry => found[idOf(entry)!.Value] = entry);
            if (entries.Count < APage && (from is not null || isOfNewest || !isLongAgo))
            {
                return new VenueAnswer<List<T>>.Stated([.. found.Values]);
            }

            if (found.Count == 0)
            {
                isOfNewest = true;
                continue;
            }

            if (isOfNewest)
            {
                // There are more than a page of them: from the beginning on nothing is left out.
                (isOfNewest, from) = (false, 0);
                found.Clear();
                continue;
            }

            if (found.Count == before)
            {
                return Answers.Unreadable<List<T>>($"{path} does not go on");
            }

            from = found.Keys.Max() + 1;
        }
    }

    // Of a pair that Binance has taken off its market nothing is listed any more, and it says so: the lists of the others are not to wait for it.
    private async Task<VenueAnswer<List<T>>> PageAsync<T>(Pair? pair, string path, Parameters parameters, JsonTypeInfo<List<T>> type, CancellationToken cancellationToken)
    {
        var reply = await caller.ListAsync(path, parameters, cancellationToken).ConfigureAwait(false);
        if (!BinanceErrors.IsUnknownSymbol(reply))
        {
            return Reading.Of(reply, type, list => list);
        }

        Metrics.CountUnknown("symbol");
        logger.LogWarning("Binance knows no symbol {Symbol} any more and lists nothing of it: take it out of binance.symbols", pair?.Symbol);
        return new VenueAnswer<List<T>>.Stated([]);
    }

    // In another symbol somebody else trades. An order without a symbol is refused where it is read.
    private bool IsOfOurs(OrderDocument order)
    {
        if (order.Symbol is not { Length: > 0 } symbol || pairs.OfVenue(symbol) is not null)
        {
            return true;
        }

        Metrics.CountUnknown("symbol");
        return false;
    }

    private static void Note<T>(VenueAnswer<IReadOnlyList<T>> answer, Action<T> note)
    {
        if (answer is VenueAnswer<IReadOnlyList<T>>.Stated { Value: var entries })
        {
            foreach (var entry in entries)
            {
                note(entry);
            }
        }
    }
}
