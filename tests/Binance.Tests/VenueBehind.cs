using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>The simulated venue behind a handler that answers some requests itself, on virtual time and the test's thread.</summary>
/// <typeparam name="THandler">The handler.</typeparam>
internal sealed class VenueBehind<THandler> : IDisposable
    where THandler : DelegatingHandler
{
    private readonly SynchronizationContext? context = SynchronizationContext.Current;
    private readonly SimulatedVenue venue;

    public VenueBehind(Func<HttpMessageHandler, TimeProvider, THandler> before, Func<CancellationToken, ValueTask<IVenueSocket>>? connect = null)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var clock = new FakeTimeProvider(Trading.Ten);
        venue = new SimulatedVenue(new SimulatorOptions { Dialect = VenueDialect.Binance, RateLimitPerMinute = 0, KeyId = "key", SecretKey = "hush" }, clock);
        venue.Load(ScriptJson.ReadScript("""{"quotes":[{"symbol":"BTC/USDT","bid":99,"ask":100},{"symbol":"BNB/USDT","bid":500,"ask":500}]}"""));
        Handler = before(new SimulatedVenueHandler(venue), clock);
        var credentials = new BinanceCredentials("key", "hush");
        Reports = new BinanceReports(Handler, connect, "acc", Trading.Options, credentials, clock, NullLogger<BinanceReports>.Instance);
        Entry = new BinanceOrderEntry(Handler, Trading.Options, credentials, clock, NullLogger.Instance);
    }

    public THandler Handler { get; }

    public BinanceReports Reports { get; }

    public BinanceOrderEntry Entry { get; }

    public void Dispose()
    {
        Reports.Dispose();
        Entry.Dispose();
        Handler.Dispose();
        venue.Dispose();
        SynchronizationContext.SetSynchronizationContext(context);
    }
}
