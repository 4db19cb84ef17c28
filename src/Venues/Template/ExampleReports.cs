using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Template;

/// <summary>What the venue tells. As long as nothing is read every question is unanswered, which proves nothing.</summary>
internal sealed class ExampleReports(string account, Uri url, VenuePause pause, ExampleOptions options, TimeProvider clock) : IVenueReports
{
    private const string NotRead = "NOT_READ: the adapter does not read this yet";

    public string Venue => "example";

    public string Account => account;

    public TimeSpan SettleWindow => options.SettleWindow;

    public TimeSpan LeftAlone => pause.Left(url);

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<OrderQuery>(new OrderQuery.Unavailable(VenueFault.Unreadable, NotRead));

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => Unread<IReadOnlyList<VenueOrder>>();

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => Unread<IReadOnlyList<VenueOrder>>();

    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => Unread<IReadOnlyList<ExecutionReport>>();

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) => Unread<IReadOnlyList<Quote>>();

    // ReportFeed and VenueStream of the kit keep the watermark, the stream and the lists together.
    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => throw new VenueUnavailableException(NotRead);

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => Task.Delay(options.PollInterval, clock, cancellationToken);

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => throw new VenueUnavailableException(NotRead);

    private static Task<VenueAnswer<T>> Unread<T>() => Task.FromResult<VenueAnswer<T>>(new VenueAnswer<T>.Unavailable(VenueFault.Unreadable, NotRead));
}
