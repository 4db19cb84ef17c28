using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Binance;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>The Binance adapter.</summary>
internal sealed class BinanceConformance(string? url, string keyId, string secret)
    : SimulatedConformance(VenueDialect.Binance, """{"quotes":[{"symbol":"BTC/USDT","bid":99.9,"ask":100}],"fees":{"crypto_bps":10}}""", url)
{
    private readonly BinanceOptions options = new() { KeyId = keyId, Symbols = "BTC/USDT", PollInterval = TimeSpan.FromSeconds(1), ReconnectPause = TimeSpan.FromSeconds(0.1) };
    private readonly BinanceCredentials credentials = new(keyId, secret);
    private readonly VenuePause pause = new(TimeProvider.System);
    private HttpMessageHandler? handler;
    private BinanceOrderEntry? entry;
    private BinanceReports? reports;

    public override IOrderEntry OrderEntry => entry!;

    public override IVenueReports Reports => reports!;

    public override string Symbol => "BTC/USDT";

    public override IVenueReports NewProcess() => new BinanceReports(
        handler!, BinanceConnections.Sockets(options), "conformance", options, credentials, Clock, NullLogger<BinanceReports>.Instance, pause);

    protected override void Connect(string url)
    {
        options.Url = url;
        handler = BinanceConnections.Handler(options);
        entry = new BinanceOrderEntry(handler, options, credentials, Clock, NullLogger.Instance, pause);
        reports = (BinanceReports)NewProcess();
    }

    protected override void Disconnect()
    {
        reports?.Dispose();
        entry?.Dispose();
        handler?.Dispose();
    }
}
