using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>Reports of a venue as somebody in between retells them, or does not.</summary>
internal sealed class Retelling(IVenueReports venue, Func<ExecutionReport, ExecutionReport?> retold) : IVenueReports
{
    public string Venue => venue.Venue;

    public string Account => venue.Account;

    public TimeSpan SettleWindow => venue.SettleWindow;

    public LateFees? LateFees => venue.LateFees;

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => venue.QueryAsync(request, cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => venue.OpenOrdersAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        venue.ClosedOrdersAsync(since, cancellationToken);

    public async Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await venue.ExecutionsAsync(since, cancellationToken) is VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated stated ? stated with { Value = Retell(stated.Value) }
            : throw new InvalidOperationException("The venue should have answered");

    public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        var page = await venue.ReportsSinceAsync(watermark, cancellationToken);
        return page with { Reports = Retell(page.Reports) };
    }

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => venue.WaitForReportsAsync(cancellationToken);

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => venue.AccountAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        venue.LatestQuotesAsync(symbols, cancellationToken);

    private List<ExecutionReport> Retell(IEnumerable<ExecutionReport> reports) => [.. reports.Select(retold).OfType<ExecutionReport>()];
}
