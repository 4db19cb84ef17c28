using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Simulated;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>The simulated venue in Binance's dialect, and a process that trades there and books what it hears; on virtual time and the test's thread.</summary>
public sealed class Trading : SimulatedTrading
{
    private const string Market = """{"quotes":[{"symbol":"BTC/USDT","bid":99,"ask":100},{"symbol":"BNB/USDT","bid":500,"ask":500}]}""";

    private readonly Wire handler;
    private readonly BinanceCredentials credentials;

    public Trading(string script = Market, string secret = "hush")
        : base(new SimulatorOptions { Dialect = VenueDialect.Binance, RateLimitPerMinute = 0, KeyId = "key", SecretKey = "hush" }, script)
    {
        credentials = new BinanceCredentials("key", secret);
        handler = new Wire(new SimulatedVenueHandler(Venue));
        Entry = new BinanceOrderEntry(handler, Options, credentials, Clock, Log);
    }

    public static BinanceOptions Options { get; } = new() { Url = "http://127.0.0.1:9", KeyId = "key", Symbols = "BTC/USDT,BNB/USDT", ReconnectPause = TimeSpan.FromSeconds(1) };

    public override IOrderEntry Entry { get; }

    public override TimeSpan PollInterval => Options.PollInterval;

    /// <summary>What happens while a request is on its way.</summary>
    public Action<HttpRequestMessage> OnTheWay { set => handler.OnTheWay = value; }

    internal LogLines Log { get; } = new();

    protected override string Symbol => "BTC/USDT";

    public static NewOrderSingle Order(string clOrdId, OrdType type = OrdType.Market, decimal? price = null) => new()
    {
        ClOrdId = clOrdId, Account = "acc", Symbol = "BTC/USDT", Side = Side.Buy, OrdType = type, OrderQty = 10, Price = price,
        TimeInForce = type == OrdType.Market ? TimeInForce.Ioc : TimeInForce.Gtc, TransactTime = Ten,
    };

    protected override NewOrderSingle NewOrder(string clOrdId, OrdType type, decimal? price) => Order(clOrdId, type, price);

    protected override IVenueReports NewProcess() => new BinanceReports(
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
