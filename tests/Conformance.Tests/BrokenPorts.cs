using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Conformance.Tests;

/// <summary>Sends as the adapter does, but for what is broken.</summary>
internal abstract class BrokenEntry(IOrderEntry venue) : IOrderEntry
{
    public string Adapter => venue.Adapter;

    public VenueCapabilities Capabilities => venue.Capabilities;

    public virtual Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) => venue.SubmitAsync(order, lastLook, cancellationToken);

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => venue.CancelAsync(request, cancellationToken);
}

/// <summary>Tells what the adapter does, but for what is broken.</summary>
internal abstract class BrokenReports(IVenueReports venue) : IVenueReports
{
    public string Venue => venue.Venue;

    public string Account => venue.Account;

    public TimeSpan SettleWindow => venue.SettleWindow;

    public long Interruptions => venue.Interruptions;

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => venue.QueryAsync(request, cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => venue.OpenOrdersAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => venue.ClosedOrdersAsync(since, cancellationToken);

    public async Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await venue.ExecutionsAsync(since, cancellationToken) is VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated { Value: var listed }
            ? new VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated(List(listed))
            : throw new VenueUnavailableException("its executions are not listed");

    public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        var page = await venue.ReportsSinceAsync(watermark, cancellationToken);
        return page with { Reports = Tell(page.Reports) };
    }

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => venue.WaitForReportsAsync(cancellationToken);

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => venue.AccountAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        venue.LatestQuotesAsync(symbols, cancellationToken);

    /// <summary>What becomes of a page of reports.</summary>
    protected virtual IReadOnlyList<ExecutionReport> Tell(IReadOnlyList<ExecutionReport> page) => page;

    /// <summary>What becomes of the list of executions.</summary>
    protected virtual IReadOnlyList<ExecutionReport> List(IReadOnlyList<ExecutionReport> executions) => executions;
}
