using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Versions;

/// <summary>
/// What several versions of one venue's adapter tell, each of its own orders alone: two of them may have two ids for one execution, and it would be booked
/// twice. What is nobody's, and everything that is not about an order, the first one tells.
/// </summary>
public sealed class VersionedReports(AdapterVersions versions, IReadOnlyDictionary<string, IVenueReports> reports) : IVenueReports, IDisposable
{
    private IVenueReports First => reports[versions.Names[0]];

    /// <inheritdoc/>
    public string Venue => First.Venue;

    /// <inheritdoc/>
    public string Account => First.Account;

    /// <inheritdoc/>
    public TimeSpan SettleWindow => reports.Values.Max(each => each.SettleWindow);

    /// <inheritdoc/>
    /// <remarks>Fees are the account's, and what the first one tells of it.</remarks>
    public LateFees? LateFees => First.LateFees;

    /// <inheritdoc/>
    public string Currency => First.Currency;

    /// <inheritdoc/>
    public TimeSpan LeftAlone => reports.Values.Max(each => each.LeftAlone);

    /// <inheritdoc/>
    public bool? IsStreamUp => reports.Values.Select(each => each.IsStreamUp).Aggregate((one, other) => one is null || other is null ? one ?? other : one.Value && other.Value);

    /// <inheritdoc/>
    public long Interruptions => reports.Values.Sum(each => each.Interruptions);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => First.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => reports[versions.Of(request.ClOrdId)].QueryAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) =>
        ListAsync(each => each.OpenOrdersAsync(cancellationToken), order => order.ClOrdId);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ListAsync(each => each.ClosedOrdersAsync(since, cancellationToken), order => order.ClOrdId);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        ListAsync(each => each.ExecutionsAsync(since, cancellationToken), report => report.ClOrdId);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) => First.FeesAsync(since, cancellationToken);

    /// <inheritdoc/>
    public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        var marks = VersionedWatermark.Parse(watermark, versions.Names[0]);
        var (told, fees, isNew) = (new List<ExecutionReport>(), new List<FeeReport>(), false);
        foreach (var name in versions.Names)
        {
            var page = await reports[name].ReportsSinceAsync(marks[name], cancellationToken).ConfigureAwait(false);
            isNew |= !page.IsEmpty;
            marks[name] = page.Watermark;
            told.AddRange(page.Reports.Where(report => versions.Of(report.ClOrdId) == name));
            fees.AddRange(name == versions.Names[0] ? page.Fees : []);
        }

        // A page of what is others' is none for who reads it; but the next one begins after it.
        return told.Count + fees.Count == 0 && isNew
            ? await ReportsSinceAsync(marks.ToString(), cancellationToken).ConfigureAwait(false)
            : new ReportPage(told, isNew ? marks.ToString() : watermark) { Fees = fees };
    }

    /// <inheritdoc/>
    public async Task WaitForReportsAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(reports.Values.Select(each => each.WaitForReportsAsync(over.Token))).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => First.AccountAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusAsync(string symbol, CancellationToken cancellationToken) =>
        First.SecurityStatusAsync(symbol, cancellationToken);

    /// <inheritdoc/>
    public MarketNews MarketNews(IReadOnlyCollection<string> symbols) => First.MarketNews(symbols);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        First.InstrumentsAsync(symbols, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<LastTrade> LastTrades(IReadOnlyCollection<string> symbols) => First.LastTrades(symbols);

    /// <inheritdoc/>
    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        First.LatestQuotesAsync(symbols, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var each in reports.Values.OfType<IDisposable>())
        {
            each.Dispose();
        }
    }

    // Every version's list is needed: an order that one does not show may be another's.
    private async Task<VenueAnswer<IReadOnlyList<T>>> ListAsync<T>(Func<IVenueReports, Task<VenueAnswer<IReadOnlyList<T>>>> ask, Func<T, string?> clOrdIdOf)
    {
        var all = new List<T>();
        foreach (var name in versions.Names)
        {
            var answer = await ask(reports[name]).ConfigureAwait(false);
            if (answer is not VenueAnswer<IReadOnlyList<T>>.Stated { Value: var listed })
            {
                return answer;
            }

            all.AddRange(listed.Where(item => versions.Of(clOrdIdOf(item)) == name));
        }

        return new VenueAnswer<IReadOnlyList<T>>.Stated(all);
    }
}
