using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Versions;

/// <summary>What a venue tells by the version that works; every answer is read by the one in the shadow too. Messages of its streams are compared where they come in.</summary>
public sealed class ShadowedReports : IVenueReports, IDisposable
{
    private readonly IVenueReports works;
    private readonly IVenueReports shadow;
    private readonly ShadowCalls calls;
    private readonly ShadowedLooks? looks;

    /// <param name="works">The version that works.</param>
    /// <param name="shadow">The one in its shadow.</param>
    /// <param name="tape">What the one that works exchanges.</param>
    /// <param name="differs">Told of every difference.</param>
    /// <param name="anew">Opens both versions once more over a handler, for the looks at lists; null compares none of them.</param>
    public ShadowedReports(
        IVenueReports works, IVenueReports shadow, ShadowTape tape, Action<AdapterDifference> differs,
        (Func<HttpMessageHandler, AdapterPorts> Works, Func<HttpMessageHandler, AdapterPorts> Shadow)? anew = null)
    {
        (this.works, this.shadow, calls) = (works, shadow, new ShadowCalls(tape, differs));
        looks = anew is { } open ? new ShadowedLooks(open.Works, open.Shadow, tape, differs) : null;
    }

    /// <inheritdoc/>
    public string Venue => works.Venue;

    /// <inheritdoc/>
    public string Account => works.Account;

    /// <inheritdoc/>
    public TimeSpan SettleWindow => works.SettleWindow;

    /// <inheritdoc/>
    public LateFees? LateFees => works.LateFees;

    /// <inheritdoc/>
    public string Currency => works.Currency;

    /// <inheritdoc/>
    public TimeSpan LeftAlone => works.LeftAlone;

    /// <inheritdoc/>
    public bool? IsStreamUp => works.IsStreamUp;

    /// <inheritdoc/>
    public long Interruptions => works.Interruptions;

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => works.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => calls.CompareAsync(
        "query", request.ClOrdId, () => works.QueryAsync(request, cancellationToken), () => shadow.QueryAsync(request, CancellationToken.None));

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => calls.CompareAsync(
        "open orders", null, () => works.OpenOrdersAsync(cancellationToken), () => shadow.OpenOrdersAsync(CancellationToken.None));

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => calls.CompareAsync(
        "closed orders", null, () => works.ClosedOrdersAsync(since, cancellationToken), () => shadow.ClosedOrdersAsync(since, CancellationToken.None));

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => calls.CompareAsync(
        "executions", null, () => works.ExecutionsAsync(since, cancellationToken), () => shadow.ExecutionsAsync(since, CancellationToken.None));

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) => calls.CompareAsync(
        "fees", null, () => works.FeesAsync(since, cancellationToken), () => shadow.FeesAsync(since, CancellationToken.None));

    /// <inheritdoc/>
    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => looks is null
        ? works.ReportsSinceAsync(watermark, cancellationToken)
        : looks.FollowAsync(watermark, () => works.ReportsSinceAsync(watermark, cancellationToken));

    /// <inheritdoc/>
    public Task WaitForReportsAsync(CancellationToken cancellationToken) => works.WaitForReportsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => calls.CompareAsync(
        "account", null, () => works.AccountAsync(cancellationToken), () => shadow.AccountAsync(CancellationToken.None), ShadowViews.Account);

    /// <inheritdoc/>
    public Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusAsync(string symbol, CancellationToken cancellationToken) => calls.CompareAsync(
        "security status", null, () => works.SecurityStatusAsync(symbol, cancellationToken), () => shadow.SecurityStatusAsync(symbol, CancellationToken.None));

    /// <inheritdoc/>
    public MarketNews MarketNews(IReadOnlyCollection<string> symbols) => works.MarketNews(symbols);

    /// <inheritdoc/>
    public IReadOnlyList<LastTrade> LastTrades(IReadOnlyCollection<string> symbols) => works.LastTrades(symbols);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) => calls.CompareAsync(
        "instruments", null, () => works.InstrumentsAsync(symbols, cancellationToken), () => shadow.InstrumentsAsync(symbols, CancellationToken.None), ShadowViews.Instruments);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) => calls.CompareAsync(
        "quotes", null, () => works.LatestQuotesAsync(symbols, cancellationToken), () => shadow.LatestQuotesAsync(symbols, CancellationToken.None), ShadowViews.Quotes, isPartly: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        (works as IDisposable)?.Dispose();
        (shadow as IDisposable)?.Dispose();
    }
}
