using Microsoft.Extensions.Logging;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>What Binance tells. Reports come fast over the user data stream and surely by the lists of orders and trades.</summary>
public sealed class BinanceReports : IVenueReports, IDisposable
{
    // A message a second is well within what a connection takes, and a quote is a second and the way there and back older than it says at most.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JustTold = TimeSpan.FromSeconds(2);

    private readonly BinanceOptions options;
    private readonly BinanceEndpoints endpoints;
    private readonly BinanceCaller caller;
    private readonly BinanceReads reads;
    private readonly BinanceLists lists;
    private readonly BinanceHistory history;
    private readonly AccountReader account;
    private readonly OrderReader orders;
    private readonly VenueStream stream;
    private readonly BinanceMarketStream market;
    private readonly VenueStream marketStream;
    private readonly TimeProvider clock;
    private readonly ReportFeed feed;
    private readonly VenuePause pause;
    private readonly Func<string, string> redact;

    /// <summary>Nothing is called before the first question.</summary>
    /// <param name="handler">Carries the requests; stays the caller's to dispose.</param>
    /// <param name="connect">Opens a connection to the stream; null where another version has it, and the lists are asked.</param>
    /// <param name="account">The account's name in reports.</param>
    /// <param name="options">How Binance is reached.</param>
    /// <param name="credentials">The API key.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of what broke.</param>
    /// <param name="pause">The pauses that the venue asks for, shared with whoever else calls it; without one it has its own.</param>
    /// <param name="offset">The difference of the clocks, shared in the same way.</param>
    /// <param name="connectMarket">Opens a connection to the stream of market data; null where none is read.</param>
    /// <exception cref="FormatException">The options name pairs that can't be traded together.</exception>
    public BinanceReports(
        HttpMessageHandler handler, Func<CancellationToken, ValueTask<IVenueSocket>>? connect, string account, BinanceOptions options,
        BinanceCredentials credentials, TimeProvider clock, ILogger<BinanceReports> logger, VenuePause? pause = null,
        ServerOffset? offset = null, Func<CancellationToken, ValueTask<IVenueSocket>>? connectMarket = null)
    {
        (Account, this.options, this.clock) = (account, options, clock);
        endpoints = BinanceEndpoints.Of(options);
        this.pause = pause ?? new VenuePause(clock);
        var pairs = Pairs.Of(options);
        Currency = pairs.Cash;
        redact = credentials.Redact;
        var fields = new UnknownFields("Binance", redact, Metrics.CountUnknownField, logger);
        caller = new BinanceCaller(handler, options, credentials, this.pause, offset ?? new ServerOffset(), clock);
        orders = new OrderReader(account, pairs);
        var trades = new TradeReader(account, pairs);
        reads = new BinanceReads(caller, pairs, orders, fields, clock);
        lists = new BinanceLists(caller, pairs, fields, logger, clock);
        history = new BinanceHistory(lists, reads, pairs, orders, trades, options, clock, logger);
        market = new BinanceMarketStream(pairs, clock, logger);
        this.account = new AccountReader(account, reads, pairs, market.Trades, clock);
        var buffer = new ReportBuffer(options.Overlap, redact);
        var pace = options.ToPace();
        pace = pace with { PollInterval = TimeSpan.FromSeconds(Math.Max(pace.PollInterval.TotalSeconds, pairs.All.Count)) };
        var talk = new BinanceStream(credentials, caller.Time, options, buffer, new EventReader(account, pairs, trades), pairs, fields, logger);
        stream = new VenueStream(CleanSocket.Over(connect, credentials.Hidden), talk, pace, credentials.KeyId, clock, buffer.Distrust, logger);
        marketStream = new VenueStream(CleanSocket.Over(connectMarket, credentials.Hidden), market, pace, credentials.KeyId, clock, () => { }, logger, AskEvery);
        feed = new ReportFeed("Binance", account, buffer, stream, history.LookAsync, pace, clock, Metrics.CountLook, logger);
    }

    /// <inheritdoc/>
    public string Venue => OrderReader.Venue;

    /// <inheritdoc/>
    public string Account { get; }

    /// <inheritdoc/>
    public string Currency { get; }

    /// <inheritdoc/>
    public TimeSpan SettleWindow => options.SettleWindow;

    /// <inheritdoc/>
    public TimeSpan LeftAlone => pause.Left(endpoints.Rest);

    /// <inheritdoc/>
    public long Interruptions => stream.Interruptions;

    /// <inheritdoc/>
    public bool? IsStreamUp => stream.IsUp;

    /// <inheritdoc/>
    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => reads.ByClOrdIdAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) =>
        Read(await lists.OpenOrdersAsync(cancellationToken).ConfigureAwait(false), _ => true);

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => Read(
        await lists.OrdersAsync(since, cancellationToken).ConfigureAwait(false),
        order => BinanceWords.IsOver(order.Status) && OrderReader.PlacedAt(order) >= since);

    /// <inheritdoc/>
    public async Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await TradesAsync(since, areOrdersNeeded: true, cancellationToken).ConfigureAwait(false) switch
        {
            VenueAnswer<IReadOnlyList<VenueNews>>.Stated { Value: var news } =>
                new VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated([.. news.Select(item => item.ReportWithout(redact)).OfType<ExecutionReport>()]),
            var failed => Answers.Failed<IReadOnlyList<VenueNews>, IReadOnlyList<ExecutionReport>>(failed),
        };

    /// <inheritdoc/>
    /// <remarks>Commissions in a coin that is held as another pair's position; every other one is stated with its trade.</remarks>
    public async Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await TradesAsync(since, areOrdersNeeded: false, cancellationToken).ConfigureAwait(false) switch
        {
            VenueAnswer<IReadOnlyList<VenueNews>>.Stated { Value: var news } =>
                new VenueAnswer<IReadOnlyList<FeeReport>>.Stated([.. news.Select(item => item.Fee).OfType<FeeReport>()]),
            var failed => Answers.Failed<IReadOnlyList<VenueNews>, IReadOnlyList<FeeReport>>(failed),
        };

    /// <inheritdoc/>
    public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        // Everything signed needs the time: measured here, the stream comes up before the first look rather than within it, which would take another.
        // Where it is not told, whoever needs it says so.
        await caller.Time.NowAsync(cancellationToken).ConfigureAwait(false);
        return await feed.ReportsSinceAsync(watermark, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task WaitForReportsAsync(CancellationToken cancellationToken) => feed.WaitForReportsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => reads.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => account.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>From the stream of market data where it has just told of a symbol. A quote that stands is told once and not again, so for the others Binance is asked.</remarks>
    public async Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        marketStream.Want();
        var heard = market.Quotes(symbols).Where(quote => clock.GetUtcNow() - quote.At < JustTold).ToList();
        var others = symbols.Except(heard.Select(quote => quote.Symbol)).ToList();
        return await reads.QuotesAsync(others, cancellationToken).ConfigureAwait(false) switch
        {
            VenueAnswer<IReadOnlyList<Quote>>.Stated { Value: var asked } => new VenueAnswer<IReadOnlyList<Quote>>.Stated([.. heard, .. asked]),
            var failed => failed,
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<LastTrade> LastTrades(IReadOnlyCollection<string> symbols) => market.Trades(symbols);

    /// <inheritdoc/>
    public Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusAsync(string symbol, CancellationToken cancellationToken) =>
        reads.StatusAsync(symbol, cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        reads.InstrumentsAsync(symbols, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        marketStream.Dispose();
        caller.Dispose();
    }

    private async Task<VenueAnswer<IReadOnlyList<VenueNews>>> TradesAsync(DateTimeOffset since, bool areOrdersNeeded, CancellationToken cancellationToken)
    {
        var listed = await history.TradesAsync(since, areOrdersNeeded ? [] : null, cancellationToken).ConfigureAwait(false);
        if (listed is not VenueAnswer<IReadOnlyList<Func<IReadOnlyList<VenueNews>>>>.Stated { Value: var rows })
        {
            return Answers.Failed<IReadOnlyList<Func<IReadOnlyList<VenueNews>>>, IReadOnlyList<VenueNews>>(listed);
        }

        var (news, isWhole) = history.Readable(rows);
        return isWhole
            ? new VenueAnswer<IReadOnlyList<VenueNews>>.Stated([.. news.Where(item => item.At >= since)])
            : Answers.Unreadable<IReadOnlyList<VenueNews>>("a trade in the list");
    }

    private VenueAnswer<IReadOnlyList<VenueOrder>> Read(VenueAnswer<IReadOnlyList<OrderDocument>> answer, Func<OrderDocument, bool> isWanted)
    {
        if (answer is not VenueAnswer<IReadOnlyList<OrderDocument>>.Stated { Value: var found })
        {
            return Answers.Failed<IReadOnlyList<OrderDocument>, IReadOnlyList<VenueOrder>>(answer);
        }

        try
        {
            return new VenueAnswer<IReadOnlyList<VenueOrder>>.Stated([.. found.Where(isWanted).Select(orders.ToVenueOrder)]);
        }
        catch (FormatException e)
        {
            return Answers.Unreadable<IReadOnlyList<VenueOrder>>($"an order in a list: {e.Message}");
        }
    }
}
