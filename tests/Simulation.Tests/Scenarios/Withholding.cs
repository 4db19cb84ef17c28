using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>Reports of a venue, without its trades.</summary>
internal sealed class Withholding(IVenueReports venue) : IVenueReports
{
    public string Venue => venue.Venue;

    public string Account => venue.Account;

    public TimeSpan SettleWindow => venue.SettleWindow;

    public LateFees? LateFees => venue.LateFees;

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => venue.QueryAsync(request, cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => venue.OpenOrdersAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        venue.ClosedOrdersAsync(since, cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<VenueAnswer<IReadOnlyList<ExecutionReport>>>(new VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated([]));

    public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        var page = await venue.ReportsSinceAsync(watermark, cancellationToken);
        return page with { Reports = [.. page.Reports.Where(report => report.ExecType != ExecType.Trade)] };
    }

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => venue.WaitForReportsAsync(cancellationToken);

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => venue.AccountAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        venue.LatestQuotesAsync(symbols, cancellationToken);
}
