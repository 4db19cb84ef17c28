using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>Questions to Alpaca. A list is read to its end, or not answered at all.</summary>
internal sealed class AlpacaReads(VenueHttp http, AlpacaEndpoints endpoints, AlpacaOptions options, UnknownFields fields, TimeProvider clock)
{
    private const int OrdersAPage = 500;
    private const int ActivitiesAPage = 100;

    /// <summary>So often in a row, and each time for no longer than its limits are counted over, a list that was begun waits for the venue.</summary>
    private const int MostWaits = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>What began less long ago is read in a few calls, and whoever asks for it has fills and ends to book meanwhile.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    // The venue's times are finer than ours and its lists begin after, not at: a list begins this much earlier, and what it
    // then brings twice is known by its id.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(1);

    public async Task<OrderQuery> ByClOrdIdAsync(string clOrdId, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(
            endpoints.Trading,
            $"v2/orders:by_client_order_id?client_order_id={Uri.EscapeDataString(clOrdId)}",
            AlpacaJson.Default.OrderDocument,
            document => document.ClientOrderId == clOrdId
                ? OrderReader.ToVenueOrder(Noted(document))
                : throw new FormatException($"client_order_id is {document.ClientOrderId ?? "missing"}"),
            cancellationToken).ConfigureAwait(false);
        return answer.Value switch
        {
            VenueAnswer<VenueOrder>.Stated stated => new OrderQuery.Found(stated.Value),
            _ when AlpacaErrors.IsNotFound(answer.Raw) => new OrderQuery.NotFound(),
            VenueAnswer<VenueOrder>.Unavailable none => new OrderQuery.Unavailable(none.Fault, none.Reason, none.RetryAfter),
            var other => throw new InvalidOperationException($"{other} is no answer"),
        };
    }

    /// <summary>Whether a symbol trades at Alpaca. One that it does not know does not.</summary>
    public async Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> AssetAsync(string symbol, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(
            endpoints.Trading, $"v2/assets/{Uri.EscapeDataString(symbol)}", AlpacaJson.Default.AssetDocument, AlpacaWords.ToTradingStatus, cancellationToken)
            .ConfigureAwait(false);
        return AlpacaErrors.IsNotFound(answer.Raw)
            ? new VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated((SecurityTradingStatus.NotAvailableForTrading, $"no asset {symbol}"))
            : answer.Value;
    }

    /// <summary>
    /// What Alpaca takes in a share: whether parts of it, and short sales. Null where there is no such asset, or it does not say both: what is not known is not sent.
    /// </summary>
    public async Task<VenueAnswer<InstrumentRules?>> RulesAsync(string symbol, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var answer = await GetAsync(
            endpoints.Trading, $"v2/assets/{Uri.EscapeDataString(symbol)}", AlpacaJson.Default.AssetDocument,
            asset => asset is { Fractionable: { } fractions, Shortable: { } shortable } && asset.Symbol == symbol
                ? new InstrumentRules(symbol, at) { Fractions = fractions, SellsShort = shortable }
                : null,
            cancellationToken).ConfigureAwait(false);
        return AlpacaErrors.IsNotFound(answer.Raw) ? new VenueAnswer<InstrumentRules?>.Stated(null) : answer.Value;
    }

    /// <summary>What Alpaca's clock says.</summary>
    /// <exception cref="VenueUnavailableException">It does not answer.</exception>
    public async Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => (await OneAsync(
        endpoints.Trading, "v2/clock", AlpacaJson.Default.ClockDocument, document => document.Timestamp ?? throw new FormatException("timestamp is missing"),
        cancellationToken).ConfigureAwait(false)).Require("Alpaca does not state its time");

    /// <summary>An order by the venue's own id; null when there is none.</summary>
    public async Task<VenueAnswer<OrderDocument?>> ByOrderIdAsync(string orderId, CancellationToken cancellationToken)
    {
        var answer = await GetAsync<OrderDocument, OrderDocument?>(
            endpoints.Trading, $"v2/orders/{Uri.EscapeDataString(orderId)}", AlpacaJson.Default.OrderDocument,
            document => document.Id == orderId ? Noted(document) : throw new FormatException($"id is {document.Id ?? "missing"}"),
            cancellationToken).ConfigureAwait(false);
        return AlpacaErrors.IsNotFound(answer.Raw) ? new VenueAnswer<OrderDocument?>.Stated(null) : answer.Value;
    }

    /// <summary>Orders placed after an instant, the oldest first; null asks for all.</summary>
    /// <param name="status"><c>open</c>, <c>closed</c> or <c>all</c>.</param>
    /// <param name="since">Earliest time of placing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<VenueAnswer<IReadOnlyList<OrderDocument>>> OrdersAsync(
        string status, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, OrderDocument>();
        for (var after = since - Margin; ;)
        {
            var page = await ListAsync(
                endpoints.Trading, $"v2/orders?status={status}&limit={OrdersAPage}&direction=asc&nested=false{AfterClause(after)}",
                AlpacaJson.Default.ListOrderDocument, found.Count > 0 && IsLong(since), cancellationToken).ConfigureAwait(false);
            if (page is not VenueAnswer<List<OrderDocument>>.Stated { Value: var orders })
            {
                return Answers.Failed<List<OrderDocument>, IReadOnlyList<OrderDocument>>(page);
            }

            var before = found.Count;
            foreach (var order in orders)
            {
                if (order.Id is not { Length: > 0 } id || OrderReader.PlacedAt(order) is not { } placed)
                {
                    return Answers.Unreadable<IReadOnlyList<OrderDocument>>("an order without id or time");
                }

                found[id] = Noted(order);
                after = placed - Margin;
            }

            if (orders.Count < OrdersAPage)
            {
                return new VenueAnswer<IReadOnlyList<OrderDocument>>.Stated([.. found.Values]);
            }

            if (found.Count == before)
            {
                return Answers.Unreadable<IReadOnlyList<OrderDocument>>("the list of orders does not go on");
            }
        }
    }

    /// <summary>Fills at or after an instant, oldest first; null asks for all.</summary>
    public async Task<VenueAnswer<IReadOnlyList<ActivityDocument>>> FillsAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var answer = await ActivitiesAsync("/FILL?", since, AlpacaJson.Default.ListActivityDocument, activity => activity.Id, cancellationToken).ConfigureAwait(false);
        foreach (var activity in answer is VenueAnswer<IReadOnlyList<ActivityDocument>>.Stated { Value: var fills } ? fills : [])
        {
            fields.Note("fill", activity.More);
        }

        return answer;
    }

    /// <summary>Fees that were posted at or after an instant, oldest first; null asks for all.</summary>
    public Task<VenueAnswer<IReadOnlyList<FeeDocument>>> FeesAsync(DateTimeOffset? since, CancellationToken cancellationToken) =>
        ActivitiesAsync("?activity_types=FEE,CFEE&", since, AlpacaJson.Default.ListFeeDocument, activity => activity.Id, cancellationToken);

    /// <summary>One document that is not a list of pages.</summary>
    public async Task<VenueAnswer<TValue>> OneAsync<TDocument, TValue>(
        Uri host, string path, JsonTypeInfo<TDocument> type, Func<TDocument, TValue> read, CancellationToken cancellationToken) =>
        (await GetAsync(host, path, type, read, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>One request within the limit for requests that place nothing.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<VenueReply> SendAsync(HttpMethod method, Uri host, string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answer = await http.SendAsync(method, new Uri(host, path), null, either.Token).ConfigureAwait(false);
        if (answer is VenueReply.NoAnswer)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return answer;
    }

    private async Task<VenueAnswer<IReadOnlyList<T>>> ActivitiesAsync<T>(
        string which, DateTimeOffset? since, JsonTypeInfo<List<T>> type, Func<T, string?> idOf, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        var token = "";
        while (true)
        {
            var page = await ListAsync(
                endpoints.Trading,
                $"v2/account/activities{which}direction=asc&page_size={ActivitiesAPage}{AfterClause(since - Margin)}{token}",
                type, found.Count > 0 && IsLong(since), cancellationToken).ConfigureAwait(false);
            if (page is not VenueAnswer<List<T>>.Stated { Value: var activities })
            {
                return Answers.Failed<List<T>, IReadOnlyList<T>>(page);
            }

            found.AddRange(activities);
            if (activities.Count < ActivitiesAPage)
            {
                return new VenueAnswer<IReadOnlyList<T>>.Stated(found);
            }

            var next = idOf(activities[^1]) is { Length: > 0 } last ? $"&page_token={Uri.EscapeDataString(last)}" : token;
            if (next == token)
            {
                return Answers.Unreadable<IReadOnlyList<T>>("the list of activities does not go on");
            }

            token = next;
        }
    }

    private bool IsLong(DateTimeOffset? since) => since is not { } from || from < clock.GetUtcNow() - Long;

    // The list of a long history is more calls than Alpaca takes in a minute: begun anew after every pause, it would have no end. So what was read is kept, and goes on after the pause.
    private async Task<VenueAnswer<List<T>>> ListAsync<T>(
        Uri host, string path, JsonTypeInfo<List<T>> type, bool waits, CancellationToken cancellationToken)
    {
        for (var waited = 0; ; waited++)
        {
            var page = await OneAsync(host, path, type, list => list, cancellationToken).ConfigureAwait(false);
            if (!waits || waited == MostWaits || page is not VenueAnswer<List<T>>.Unavailable { Fault: VenueFault.Throttled, RetryAfter: { } pause } || pause > LongestWait)
            {
                return page;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(VenueReply Raw, VenueAnswer<TValue> Value)> GetAsync<TDocument, TValue>(
        Uri host, string path, JsonTypeInfo<TDocument> type, Func<TDocument, TValue> read, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, host, path, cancellationToken).ConfigureAwait(false);
        if (answer is not VenueReply.Answered { IsSuccess: true } answered)
        {
            var (fault, reason, retryAfter) = AlpacaErrors.OfQuestion(answer);
            return (answer, new VenueAnswer<TValue>.Unavailable(fault, reason, retryAfter));
        }

        try
        {
            var document = JsonSerializer.Deserialize(answered.Body.Span, type) ?? throw new FormatException("the document is null");
            return (answer, new VenueAnswer<TValue>.Stated(read(document)));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return (answer, Answers.Unreadable<TValue>(e.Message));
        }
    }

    private OrderDocument Noted(OrderDocument order)
    {
        fields.Note("order", order.More);
        return order;
    }

    private static string AfterClause(DateTimeOffset? after) => after is { } instant
        ? $"&after={Uri.EscapeDataString(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'"))}"
        : "";
}
