using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Host.Bench;

/// <summary>The paper venue's reports, with the orders and executions of a <see cref="SeededLedger"/> in its lists.</summary>
internal sealed class SeededReports(IVenueReports venue, int orders, int executions, DateTimeOffset at) : IVenueReports
{
    private readonly IReadOnlyList<VenueOrder> seededOrders =
    [
        .. Enumerable.Range(0, orders).Select(i => new VenueOrder
        {
            ClOrdId = SeededLedger.ClOrdId(i), OrderId = SeededLedger.OrderId(i), Symbol = SeededLedger.Symbol, Side = Side.Buy, OrdType = OrdType.Limit,
            OrderQty = 20, Price = 1, TimeInForce = TimeInForce.Day, OrdStatus = OrdStatus.New, CumQty = 0, TransactTime = at,
        }),
    ];

    private readonly IReadOnlyList<ExecutionReport> seededExecutions =
    [
        .. Enumerable.Range(0, executions).Select(i => new ExecutionReport
        {
            Venue = venue.Venue, Account = venue.Account, OrderId = $"closed{i / 10}", ExecId = SeededLedger.ExecId(i), ExecType = ExecType.Trade,
            OrdStatus = OrdStatus.Filled, Symbol = SeededLedger.Symbol, Side = i % 2 == 0 ? Side.Buy : Side.Sell, OrderQty = 10, LastQty = 1, LastPx = 100, TransactTime = at,
        }),
    ];

    public string Venue => venue.Venue;

    public string Account => venue.Account;

    public TimeSpan SettleWindow => venue.SettleWindow;

    public LateFees? LateFees => venue.LateFees;

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => venue.QueryAsync(request, cancellationToken);

    public async Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) =>
        With(seededOrders, await venue.OpenOrdersAsync(cancellationToken).ConfigureAwait(false));

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        venue.ClosedOrdersAsync(since, cancellationToken);

    public async Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        With(at >= since ? seededExecutions : [], await venue.ExecutionsAsync(since, cancellationToken).ConfigureAwait(false));

    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => venue.ReportsSinceAsync(watermark, cancellationToken);

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => venue.WaitForReportsAsync(cancellationToken);

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => venue.AccountAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        venue.LatestQuotesAsync(symbols, cancellationToken);

    private static VenueAnswer<IReadOnlyList<T>> With<T>(IReadOnlyList<T> seeded, VenueAnswer<IReadOnlyList<T>> answer) =>
        answer is VenueAnswer<IReadOnlyList<T>>.Stated stated ? new VenueAnswer<IReadOnlyList<T>>.Stated([.. seeded, .. stated.Value]) : answer;
}
