using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>What a venue tells: the state of orders, the executions, the account. Reading only.</summary>
public interface IVenueReports : IVenueTime
{
    /// <summary>The venue's name, the first part of an execution's key.</summary>
    string Venue { get; }

    /// <summary>The account reported on, the second part of an execution's key.</summary>
    string Account { get; }

    /// <summary>
    /// How long after a send the venue may still be working on it, or not show it yet. A not-found younger than that proves
    /// nothing. An option of each venue.
    /// </summary>
    TimeSpan SettleWindow { get; }

    /// <summary>Fees that the venue takes with a trade and lists later; null where it has none. An option of each venue.</summary>
    LateFees? LateFees => null;

    /// <summary>What the account's cash is. Commissions in it are money.</summary>
    string Currency => "USD";

    /// <summary>For how long the venue wants no calls yet, as it has told anybody in this process; zero where it may be called.</summary>
    TimeSpan LeftAlone => TimeSpan.Zero;

    /// <summary>
    /// How often the venue's news were interrupted in this process, each loss and each return counted: what happened meanwhile may
    /// not have been told. Stays 0 where news can't be lost.
    /// </summary>
    long Interruptions => 0;

    /// <summary>Whether the venue's stream of reports is up; null where it has none, or nobody has wanted its news yet.</summary>
    bool? IsStreamUp => null;

    /// <summary>Looks an order up by our id, among open and closed orders alike.</summary>
    Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken);

    /// <summary>Every order that is open now.</summary>
    Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken);

    /// <summary>Every order that is closed and was placed at or after an instant.</summary>
    Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Every trade, bust and correction at or after an instant, oldest first, under the ExecIds that the reports bear.</summary>
    Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Every fee that the venue has taken by an entry of its own at or after an instant, oldest first. What can't be read is told in the
    /// log and left out: the account's cash, or a position, differs until it can be. Nothing where commissions are stated with executions.
    /// </summary>
    Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<VenueAnswer<IReadOnlyList<FeeReport>>>(new VenueAnswer<IReadOnlyList<FeeReport>>.Stated([]));

    /// <summary>
    /// The reports after a watermark, oldest first; null asks from the beginning. Empty when there are none yet.
    /// The watermark is the venue's own and is kept with the reports it covers, in one transaction.
    /// </summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken);

    /// <summary>Returns when there may be new reports. May return early; never later than the adapter's polling interval.</summary>
    Task WaitForReportsAsync(CancellationToken cancellationToken);

    /// <summary>Cash, equity and positions as the venue sees them now.</summary>
    /// <exception cref="VenueUnavailableException">The venue does not answer; the same call may work later.</exception>
    Task<AccountState> AccountAsync(CancellationToken cancellationToken);

    /// <summary>Whether a symbol trades, and the venue's words for it. A venue that does not say so trades everything.</summary>
    Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusAsync(string symbol, CancellationToken cancellationToken) =>
        Task.FromResult<VenueAnswer<(SecurityTradingStatus Status, string Text)>>(
            new VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated((SecurityTradingStatus.ReadyToTrade, "it says nothing else")));

    /// <summary>
    /// What the venue has told of halts and price bands without being asked, as it stands, each with the time it was last known to hold.
    /// Asked for often: an adapter answers from what it has heard. Nothing where it tells none.
    /// </summary>
    /// <param name="symbols">The symbols that are of interest from now on.</param>
    MarketNews MarketNews(IReadOnlyCollection<string> symbols) => Venues.MarketNews.None;

    /// <summary>
    /// The last trade of each symbol, as the venue's stream of market data has told it, with its time; a symbol of which none was told is left out. Nothing is asked for it.
    /// No order is measured against one: a trade can be old where nobody quotes, and a collar around it would hold nothing. It says what a position is worth where there is no quote.
    /// </summary>
    IReadOnlyList<LastTrade> LastTrades(IReadOnlyCollection<string> symbols) => [];

    /// <summary>
    /// What the venue asks of the orders in each symbol. Nothing where it states nothing by symbol; a symbol that it does not know is left out.
    /// </summary>
    Task<VenueAnswer<IReadOnlyList<InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        Task.FromResult<VenueAnswer<IReadOnlyList<InstrumentRules>>>(new VenueAnswer<IReadOnlyList<InstrumentRules>>.Stated([]));

    /// <summary>The newest quote of each symbol, with its time. A symbol without one is left out.</summary>
    Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken);
}

/// <param name="Reports">Oldest first.</param>
/// <param name="Watermark">Where the next page starts.</param>
public sealed record ReportPage(IReadOnlyList<ExecutionReport> Reports, string? Watermark)
{
    /// <summary>The fees that have become known, in their order; booked after the reports, which may be of what they were taken for.</summary>
    public IReadOnlyList<FeeReport> Fees { get; init; } = [];

    /// <summary>Whether there is nothing new.</summary>
    public bool IsEmpty => Reports.Count == 0 && Fees.Count == 0;
}
