using Pipeline.Messages.Fix;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests;

/// <summary>A venue that answers what the test tells it to, and keeps what it was sent.</summary>
internal sealed class FakeVenue(TimeProvider clock) : IOrderEntry, IVenueReports, IReferencePrices
{
    public List<NewOrderSingle> Sent { get; } = [];

    /// <summary>What it answers when it is asked whether a symbol trades.</summary>
    public Func<string, VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusOf { get; set; } =
        _ => new VenueAnswer<(SecurityTradingStatus Status, string Text)>.Stated((SecurityTradingStatus.ReadyToTrade, "it trades"));

    public Task<VenueAnswer<(SecurityTradingStatus Status, string Text)>> SecurityStatusAsync(string symbol, CancellationToken cancellationToken) => Task.FromResult(SecurityStatusOf(symbol));

    /// <summary>The answer to a send; may look around or throw.</summary>
    public Func<NewOrderSingle, SubmitOutcome> OnSubmit { get; set; } = _ => new SubmitOutcome.Acknowledged("V1");

    /// <summary>What happens while the connection opens, before anybody looks for the last time.</summary>
    public Action? BeforeLastLook { get; set; }

    /// <summary>What happens when a cancel or a look-up arrives.</summary>
    public Action? OnAsked { get; set; }

    /// <summary>What its clock says; null where it has none.</summary>
    public DateTimeOffset? Time { get; set; }

    public bool TellsNoTime { get; set; }

    /// <summary>Its answer to who asks for its time, where that is to come later.</summary>
    public Func<Task<DateTimeOffset?>>? OnTime { get; set; }

    /// <summary>What the account is worth.</summary>
    public decimal Equity { get; set; } = 10_000;

    /// <summary>The answer to a look-up.</summary>
    public OrderQuery Answer { get; set; } = new OrderQuery.NotFound();

    /// <summary>The answer to a look-up of one order, where that differs from order to order.</summary>
    public Func<string, OrderQuery>? AnswerOf { get; set; }

    /// <summary>What the account holds.</summary>
    public Dictionary<string, decimal> Positions { get; } = [];

    public decimal Cash { get; set; } = 10_000;

    public List<FeeReport> Fees { get; } = [];

    public Pipeline.Messages.Capabilities.LateFees? LateFees { get; set; }

    public int Queries { get; private set; }

    /// <summary>How often it was asked for each of its lists of orders, open and closed.</summary>
    public (int Open, int Closed) Listed { get; private set; }

    /// <summary>Whether every question but the look-up fails.</summary>
    public bool ListsFail { get; set; }

    public List<OrderCancelRequest> Cancels { get; } = [];

    public CancelOutcome CancelAnswer { get; set; } = new CancelOutcome.Requested();

    public List<VenueOrder> OpenOrders { get; } = [];

    public List<VenueOrder> ClosedOrders { get; } = [];

    public List<ExecutionReport> Executions { get; } = [];

    /// <summary>The quote of every symbol; its time is now unless <see cref="QuotedAt"/> says otherwise. Null bids and offers are allowed.</summary>
    public (decimal? Bid, decimal? Ask)? Quote { get; set; } = (99, 100);

    public DateTimeOffset? QuotedAt { get; set; }

    /// <summary>What it says of the symbols.</summary>
    public List<Pipeline.Messages.Capabilities.InstrumentRules> Instruments { get; set; } = [];

    /// <summary>The symbols that it was asked about.</summary>
    public List<string> InstrumentsAsked { get; } = [];

    public string Adapter => "fake/1";

    public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => Pipeline.Venues.Paper.PaperCapabilities.Stated;

    public string Venue => "paper";

    public string Account => "paper";

    /// <summary>For how long it wants no calls yet.</summary>
    public TimeSpan LeftAlone { get; set; }

    public TimeSpan SettleWindow => TimeSpan.FromSeconds(5);

    public Task<VenueAnswer<IReadOnlyList<Pipeline.Messages.Capabilities.InstrumentRules>>> InstrumentsAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        InstrumentsAsked.AddRange(symbols);
        return Task.FromResult<VenueAnswer<IReadOnlyList<Pipeline.Messages.Capabilities.InstrumentRules>>>(
            new VenueAnswer<IReadOnlyList<Pipeline.Messages.Capabilities.InstrumentRules>>.Stated([.. Instruments.Where(rules => symbols.Contains(rules.Symbol)).Select(rules => rules with { At = clock.GetUtcNow() })]));
    }

    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        BeforeLastLook?.Invoke();
        if (lastLook() is { } objection)
        {
            return Task.FromResult<SubmitOutcome>(new SubmitOutcome.NotSent(objection));
        }

        Sent.Add(order);
        return Task.FromResult(OnSubmit(order));
    }

    public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken)
    {
        OnAsked?.Invoke();
        Cancels.Add(request);
        return Task.FromResult(CancelAnswer);
    }

    public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken)
    {
        OnAsked?.Invoke();
        Queries++;
        return Task.FromResult(AnswerOf?.Invoke(request.ClOrdId) ?? Answer);
    }

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken)
    {
        Listed = Listed with { Open = Listed.Open + 1 };
        return Stated(OpenOrders);
    }

    /// <summary>From when on closed orders were asked for, each time.</summary>
    public List<DateTimeOffset> ClosedSince { get; } = [];

    public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        Listed = Listed with { Closed = Listed.Closed + 1 };
        ClosedSince.Add(since);
        return Stated(ClosedOrders);
    }

    public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => Stated(Executions);

    public Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) => Stated(Fees);

    public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        Stated([.. symbols.Select(symbol => Latest(symbol, clock.GetUtcNow())).OfType<Quote>()]);

    public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => Task.FromResult(new ReportPage([], watermark));

    public Task WaitForReportsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) =>
        OnTime is not null ? OnTime() : TellsNoTime ? Task.FromException<DateTimeOffset?>(new VenueUnavailableException("the venue does not say its time")) : Task.FromResult(Time);

    public Task<AccountState> AccountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AccountState("paper", Cash, Equity, new Dictionary<string, decimal>(Positions), clock.GetUtcNow()));

    public Quote? Latest(string symbol, DateTimeOffset now) =>
        Quote is { } quote ? new Quote(symbol, QuotedAt ?? now, quote.Bid, 500, quote.Ask, 500) : null;

    private Task<VenueAnswer<IReadOnlyList<T>>> Stated<T>(List<T> value) => Task.FromResult<VenueAnswer<IReadOnlyList<T>>>(
        ListsFail ? new VenueAnswer<IReadOnlyList<T>>.Unavailable(VenueFault.ServerError, "503") : new VenueAnswer<IReadOnlyList<T>>.Stated([.. value]));
}
