using Microsoft.Extensions.Logging;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// What Alpaca tells. Reports come fast over the stream and surely by the lists: after the stream was away, every so often,
/// and whenever something was not understood, the lists are looked at for what is missing.
/// </summary>
public sealed class AlpacaReports : IVenueReports, IDisposable
{
    private static readonly TimeSpan JustTold = TimeSpan.FromSeconds(1);

    private readonly AlpacaOptions options;
    private readonly TimeProvider clock;
    private readonly AlpacaEndpoints endpoints;
    private readonly VenueHttp http;
    private readonly AlpacaReads reads;
    private readonly AlpacaHistory history;
    private readonly VenueStream stream;
    private readonly ReportFeed feed;
    private readonly AlpacaMarketStream market;
    private readonly VenuePause pause;
    private readonly Func<string, string> redact;

    /// <summary>Nothing is called before the first question.</summary>
    /// <param name="handler">Carries the requests; stays the caller's to dispose.</param>
    /// <param name="connect">Opens a connection to the stream; null where another version has it, and the lists are asked.</param>
    /// <param name="account">The account's name in reports.</param>
    /// <param name="options">How Alpaca is reached.</param>
    /// <param name="credentials">The API key.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of what broke.</param>
    /// <param name="pause">The pauses that the venue asks for, shared with whoever else calls it; without one it has its own.</param>
    /// <param name="connectMarket">Opens a connection to the stream of market data; null where none is configured.</param>
    public AlpacaReports(
        HttpMessageHandler handler, Func<CancellationToken, ValueTask<IVenueSocket>>? connect, string account, AlpacaOptions options,
        AlpacaCredentials credentials, TimeProvider clock, ILogger<AlpacaReports> logger, VenuePause? pause = null,
        Func<CancellationToken, ValueTask<IVenueSocket>>? connectMarket = null)
    {
        (Account, this.options, this.clock) = (account, options, clock);
        endpoints = AlpacaEndpoints.Of(options);
        this.pause = pause ?? new VenuePause(clock);
        var manners = new AlpacaManners(credentials);
        http = new VenueHttp(handler, manners, this.pause, clock, options.LongestPause);
        redact = manners.Redact;
        var fields = new UnknownFields("Alpaca", redact, Metrics.CountUnknownField, logger);
        reads = new AlpacaReads(http, endpoints, options, fields, clock);
        var reader = new NewsReader(account);
        history = new AlpacaHistory(reads, reader, new FeeReader(account), options, clock, logger);
        var buffer = new ReportBuffer(options.Overlap, redact);
        var pace = options.ToPace();
        stream = new VenueStream(CleanSocket.Over(connect, credentials.Hidden), new AlpacaStream(credentials, buffer, reader, fields, logger), pace, credentials.KeyId, clock, buffer.Distrust, logger);
        feed = new ReportFeed("Alpaca", account, buffer, stream, history.LookAsync, pace, clock, Metrics.CountLook, logger);
        market = new AlpacaMarketStream(CleanSocket.Over(connectMarket, credentials.Hidden), credentials, options, clock, logger);
    }

    /// <inheritdoc/>
    public string Venue => NewsReader.Venue;

    /// <inheritdoc/>
    public string Account { get; }

    /// <inheritdoc/>
    public TimeSpan SettleWindow => options.SettleWindow;

    /// <inheritdoc/>
    public LateFees? LateFees => AlpacaCapabilities.LateFees with { MostBps = options.MostFeeBps, ListedWithin = options.FeeListedWithin };

    /// <inheritdoc/>
    public TimeSpan LeftAlone => pause.Left(endpoints.Trading);

    /// <inheritdoc/>
    public long Interruptions => stream.Interruptions;

    /// <inheritdoc/>
    public bool? IsStreamUp => stream.IsUp;

    /// <inheritdoc/>
    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) =>
        reads.ByClOrdIdAsync(request.ClOrdId, cancellationToken);

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) =>
        Orders(await reads.OrdersAsync("open", null, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(
        DateTimeOffset since, CancellationToken cancellationToken) => Orders(
        await reads.OrdersAsync("closed", since, cancellationToken).ConfigureAwait(false), order => OrderReader.PlacedAt(order) >= since);

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        var placed = await reads.OrdersAsync("all", since, cancellationToken).ConfigureAwait(false);
        if (placed is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var orders })
        {
            return Answers.Failed<IReadOnlyList<OrderDocument>, IReadOnlyList<ExecutionReport>>(placed);
        }

        var filled = await history.FillsAsync(since, orders, cancellationToken).ConfigureAwait(false);
        if (filled is not VenueAnswer<IReadOnlyList<Func<VenueNews>>>.Stated { Value: var fills })
        {
            return Answers.Failed<IReadOnlyList<Func<VenueNews>>, IReadOnlyList<ExecutionReport>>(filled);
        }

        try
        {
            var read = fills.Select(read => read()).Where(fill => fill.At >= since).OrderBy(fill => fill.At);
            return new VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated([.. read.Select(fill => fill.ReportWithout(redact)!)]);
        }
        catch (FormatException e)
        {
            return Answers.Unreadable<IReadOnlyList<ExecutionReport>>($"a fill in the activities: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await history.FeesAsync(since, cancellationToken).ConfigureAwait(false) switch
        {
            VenueAnswer<IReadOnlyList<Func<VenueNews>>>.Stated { Value: var rows } =>
                new VenueAnswer<IReadOnlyList<FeeReport>>.Stated([.. history.Readable(rows).News.Select(item => item.Fee!)]),
            var failed => Answers.Failed<IReadOnlyList<Func<VenueNews>>, IReadOnlyList<FeeReport>>(failed),
        };

    /// <inheritdoc/>
    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => feed.ReportsSinceAsync(watermark, cancellationToken);

    /// <inheritdoc/>
    public Task WaitForReportsAsync(CancellationToken cancellationToken) => feed.WaitForReportsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => reads.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<AccountState> AccountAsync(CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var account = Value(await reads.OneAsync(
            endpoints.Trading, "v2/account", AlpacaJson.Default.AccountDocument,
            document => (Cash: OrderReader.Required(document.Cash, "cash"), Equity: OrderReader.Required(document.Equity, "equity")),
            cancellationToken).ConfigureAwait(false));
        var positions = Value(await reads.OneAsync(
            endpoints.Trading, "v2/positions", AlpacaJson.Default.ListPositionDocument, SignedQuantities, cancellationToken)
            .ConfigureAwait(false));
        return new AccountState(Account, account.Cash, account.Equity, positions, at);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// From the stream of market data where it has just told of a symbol. A quote that stands is told once and not again, so for the others
    /// Alpaca is asked whether theirs still is the latest.
    /// </remarks>
    public async Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        var heard = market.Quotes(symbols).Where(quote => clock.GetUtcNow() - quote.At < JustTold).ToList();
        var others = symbols.Except(heard.Select(quote => quote.Symbol)).ToLookup(AlpacaWords.IsPair);
        foreach (var (asked, path) in new[] { (others[false], "v2/stocks/quotes/latest"), (others[true], "v1beta3/crypto/us/latest/quotes") })
        {
            if (!asked.Any())
            {
                continue;
            }

            // Shares and pairs have each an address, which refuses the other's symbols and with them the whole question.
            var answer = await reads.OneAsync(
                endpoints.Data, $"{path}?symbols={Uri.EscapeDataString(string.Join(',', asked))}", AlpacaJson.Default.LatestQuotesDocument, Quotes, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<IReadOnlyList<Quote>>.Stated { Value: var quotes })
            {
                return answer;
            }

            heard.AddRange(quotes);
        }

        return new VenueAnswer<IReadOnlyList<Quote>>.Stated(heard);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Alpaca says of an asset whether it is active and tradable. A halt by the exchange is told on its market data stream alone, and goes before.
    /// </remarks>
    public async Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusAsync(string symbol, CancellationToken cancellationToken) =>
        MarketNews([symbol]).Symbols.FirstOrDefault(status => status.Symbol == symbol && status.Status is SecurityTradingStatus.TradingHalt or SecurityTradingStatus.UnknownOrInvalid) is { } halt
            ? new VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated((halt.Status, halt.Text))
            : await reads.AssetAsync(symbol, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>One call a symbol. Of pairs nothing is asked: what Alpaca treats otherwise in them holds for all.</remarks>
    public async Task<VenueAnswer<IReadOnlyList<InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        var known = new List<InstrumentRules>();
        foreach (var symbol in symbols.Where(symbol => !AlpacaWords.IsPair(symbol)))
        {
            var answer = await reads.RulesAsync(symbol, cancellationToken).ConfigureAwait(false);
            if (answer is not VenueAnswer<InstrumentRules?>.Stated { Value: var rules })
            {
                return Answers.Failed<InstrumentRules?, IReadOnlyList<InstrumentRules>>(answer);
            }

            if (rules is not null)
            {
                known.Add(rules);
            }
        }

        return new VenueAnswer<IReadOnlyList<InstrumentRules>>.Stated(known);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LastTrade> LastTrades(IReadOnlyCollection<string> symbols) => market.Trades(symbols);

    /// <inheritdoc/>
    public MarketNews MarketNews(IReadOnlyCollection<string> symbols) => market.Take(symbols);

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        market.Dispose();
        http.Dispose();
    }

    private static VenueAnswer<IReadOnlyList<VenueOrder>> Orders(
        VenueAnswer<IReadOnlyList<OrderDocument>> answer, Func<OrderDocument, bool>? isWanted = null)
    {
        if (answer is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var orders })
        {
            return Answers.Failed<IReadOnlyList<OrderDocument>, IReadOnlyList<VenueOrder>>(answer);
        }

        try
        {
            var wanted = orders.Where(order => !OrderReader.IsOfLegs(order) && isWanted?.Invoke(order) != false);
            return new VenueAnswer<IReadOnlyList<VenueOrder>>.Stated([.. wanted.Select(OrderReader.ToListed)]);
        }
        catch (FormatException e)
        {
            return Answers.Unreadable<IReadOnlyList<VenueOrder>>($"an order in a list: {e.Message}");
        }
    }

    private static IReadOnlyDictionary<string, decimal> SignedQuantities(List<PositionDocument> positions) => positions
        .GroupBy(SymbolOf)
        .ToDictionary(ofSymbol => ofSymbol.Key, ofSymbol => ofSymbol.Sum(SignedQty));

    // Orders bear a pair's slash and positions do not.
    private static string SymbolOf(PositionDocument position) => OrderReader.Required(position.Symbol, "symbol") is var symbol && position.AssetClass == "crypto"
        ? AlpacaWords.ToPair(symbol)
        : symbol;

    private static decimal SignedQty(PositionDocument position)
    {
        var qty = OrderReader.Required(position.Qty, "qty");
        return position.Side == "short" ? -Math.Abs(qty) : qty;
    }

    // A side at a price of 0 is a side without a quote.
    private static IReadOnlyList<Quote> Quotes(LatestQuotesDocument document) =>
    [
        .. from entry in document.Quotes ?? throw new FormatException("quotes is missing")
           let quote = entry.Value
           where quote is not null
           select new Quote(
               entry.Key,
               OrderReader.Required(quote.At, "t").ToUniversalTime(),
               quote.BidPrice > 0 ? quote.BidPrice : null,
               quote.BidSize ?? 0,
               quote.AskPrice > 0 ? quote.AskPrice : null,
               quote.AskSize ?? 0),
    ];

    private static T Value<T>(VenueAnswer<T> answer) => answer switch
    {
        VenueAnswer<T>.Stated stated => stated.Value,
        VenueAnswer<T>.Unavailable none => throw new VenueUnavailableException($"Alpaca does not state the account: {none.Reason}"),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };
}
