using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>One version of an adapter: it says its name in everything that it says.</summary>
internal sealed class NamedVenue(string adapter) : IOrderEntry, IVenueReports
{
    public List<string> Calls { get; } = [];

    public List<ExecutionReport> Told { get; } = [];

    public List<VenueOrder> Open { get; } = [];

    public bool IsAway { get; set; }

    public string Adapter => adapter;

    public VenueCapabilities Capabilities => Pipeline.Venues.Paper.PaperCapabilities.Stated;

    public string Venue => "alpaca";

    public string Account => "acc";

    public TimeSpan SettleWindow => TimeSpan.FromSeconds(5);

    public TimeSpan LeftAlone => TimeSpan.Zero;

    public static VenueOrder Order(string clOrdId) => new()
    {
        ClOrdId = clOrdId, OrderId = $"v-{clOrdId}", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Limit, OrderQty = 10, Price = 100, TimeInForce = TimeInForce.Day,
        OrdStatus = OrdStatus.New, CumQty = 0, TransactTime = DateTimeOffset.UnixEpoch,
    };

    public ExecutionReport Trade(string? clOrdId, string execId) => new()
    {
        Venue = Venue, Account = Account, OrderId = $"v-{clOrdId}", ClOrdId = clOrdId, ExecId = execId, ExecType = ExecType.Trade, OrdStatus = OrdStatus.Filled, Symbol = "AAPL",
        Side = Side.Buy, OrderQty = 10, LastQty = 10, LastPx = 100, CumQty = 10, Text = adapter, TransactTime = DateTimeOffset.UnixEpoch,
    };

    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken) =>
        Noted<SubmitOutcome>($"submit {order.ClOrdId}", new SubmitOutcome.Acknowledged(adapter));

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) =>
        Noted<CancelOutcome>($"cancel {request.OrigClOrdId}", new CancelOutcome.Requested());

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) =>
        Noted<OrderQuery>($"query {request.ClOrdId}", new OrderQuery.Found(Order(request.ClOrdId)));

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => Task.FromResult<VenueAnswer<IReadOnlyList<VenueOrder>>>(IsAway
        ? new VenueAnswer<IReadOnlyList<VenueOrder>>.Unavailable(VenueFault.Transport, "away")
        : new VenueAnswer<IReadOnlyList<VenueOrder>>.Stated(Open));

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => OpenOrdersAsync(cancellationToken);

    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<VenueAnswer<IReadOnlyList<ExecutionReport>>>(new VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated(Told));

    // The watermark is how many were told.
    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
    {
        var page = Told.Skip(watermark is null ? 0 : int.Parse(watermark)).Take(1).ToList();
        return Task.FromResult(new ReportPage(page, page.Count == 0 ? watermark : $"{(watermark is null ? 0 : int.Parse(watermark)) + page.Count}"));
    }

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("nobody asks");

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("nobody asks");

    private Task<T> Noted<T>(string call, T answer)
    {
        Calls.Add(call);
        return Task.FromResult(answer);
    }
}
