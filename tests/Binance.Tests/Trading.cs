using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>The simulated venue in Binance's dialect, and a process that trades there and books what it hears; on virtual time and the test's thread.</summary>
internal sealed class Trading : IDisposable
{
    public static readonly DateTimeOffset Ten = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly SynchronizationContext? context = SynchronizationContext.Current;
    private readonly Wire handler;
    private readonly BinanceCredentials credentials;
    private string? watermark;
    private bool isListening;

    public Trading(string script = """{"quotes":[{"symbol":"BTC/USDT","bid":99,"ask":100},{"symbol":"BNB/USDT","bid":500,"ask":500}]}""", string secret = "hush")
    {
        SynchronizationContext.SetSynchronizationContext(null);
        credentials = new BinanceCredentials("key", secret);
        Venue = new SimulatedVenue(new SimulatorOptions { Dialect = VenueDialect.Binance, RateLimitPerMinute = 0, KeyId = "key", SecretKey = "hush" }, Clock);
        Venue.Load(ScriptJson.ReadScript(script));
        handler = new Wire(new SimulatedVenueHandler(Venue));
        Entry = new BinanceOrderEntry(handler, Options, credentials, Clock, Log);
        Lookups = NewProcess();
    }

    public static BinanceOptions Options { get; } = new() { Url = "http://127.0.0.1:9", KeyId = "key", Symbols = "BTC/USDT,BNB/USDT", ReconnectPause = TimeSpan.FromSeconds(1) };

    public FakeTimeProvider Clock { get; } = new(Ten);

    public SimulatedVenue Venue { get; }

    public BinanceOrderEntry Entry { get; }

    public BinanceReports Lookups { get; private set; }

    public LogLines Log { get; } = new();

    /// <summary>What happens while a request is on its way.</summary>
    public Action<HttpRequestMessage> OnTheWay { set => handler.OnTheWay = value; }

    public List<ExecutionReport> Reports { get; } = [];

    public List<FeeReport> Fees { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    public static NewOrderSingle Order(string clOrdId, OrdType type = OrdType.Market, decimal? price = null) => new()
    {
        ClOrdId = clOrdId, Account = "acc", Symbol = "BTC/USDT", Side = Side.Buy, OrdType = type, OrderQty = 10, Price = price,
        TimeInForce = type == OrdType.Market ? TimeInForce.Ioc : TimeInForce.Gtc, TransactTime = Ten,
    };

    public void Listen()
    {
        isListening = true;
        Book();
    }

    /// <summary>The process dies; the next one knows the stored watermark.</summary>
    public void Stop()
    {
        isListening = false;
        Lookups.Dispose();
        Lookups = NewProcess();
    }

    public SubmitOutcome Submit(string clOrdId, OrdType type = OrdType.Market, decimal? price = null) => Submit(Order(clOrdId, type, price));

    public SubmitOutcome Submit(NewOrderSingle order) => Done(Entry.SubmitAsync(order, () => null, CancellationToken.None));

    public OrderQuery Query(string clOrdId) => Done(Lookups.QueryAsync(new OrderStatusRequest(clOrdId, "BTC/USDT"), CancellationToken.None));

    public void Behave(string behaviour) => Act($$"""{"add_behaviours":[{{behaviour}}]}""");

    public void Act(string act) => Venue.Act(ScriptJson.ReadAct(act));

    public void Pass(TimeSpan time)
    {
        for (var end = Now + time; Now < end;)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(500));
            Book();
        }
    }

    public static T Done<T>(Task<T> call)
    {
        Assert.That(call.IsCompleted, Is.True, "nothing leaves the caller's thread");
        return call.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        Lookups.Dispose();
        Entry.Dispose();
        handler.Dispose();
        Venue.Dispose();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    private void Book()
    {
        while (isListening && Done(Lookups.ReportsSinceAsync(watermark, CancellationToken.None)) is { IsEmpty: false } page)
        {
            Reports.AddRange(page.Reports);
            Fees.AddRange(page.Fees);
            watermark = page.Watermark;
        }
    }

    private BinanceReports NewProcess() => new(
        handler, _ => new(Venue.Connect()), "acc", Options, credentials, Clock, Log, connectMarket: _ => new(Venue.Connect(isOfMarket: true)));

    private sealed class Wire(HttpMessageHandler venue) : DelegatingHandler(venue)
    {
        public Action<HttpRequestMessage> OnTheWay { get; set; } = _ => { };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            OnTheWay(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

internal sealed class LogLines : ILogger<BinanceReports>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"{formatter(state, exception)} {exception}");
}
