using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Venues.Conformance.Venues;

/// <summary>The Alpaca adapter.</summary>
internal sealed class AlpacaConformance(string? url, string keyId, string secret)
    : SimulatedConformance(VenueDialect.Alpaca, """{"quotes":[{"symbol":"AAPL","bid":99.9,"ask":100}]}""", url)
{
    private readonly AlpacaOptions options = new() { KeyId = keyId, PollInterval = TimeSpan.FromSeconds(1), ReconnectPause = TimeSpan.FromSeconds(0.1) };
    private readonly AlpacaCredentials credentials = new(keyId, secret);
    private readonly VenuePause pause = new(TimeProvider.System);
    private HttpMessageHandler? handler;
    private AlpacaOrderEntry? entry;
    private AlpacaReports? reports;

    public override IOrderEntry OrderEntry => entry!;

    public override IVenueReports Reports => reports!;

    public override string Symbol => "AAPL";

    public override IVenueReports NewProcess() => new AlpacaReports(
        handler!, AlpacaConnections.Sockets(options), "conformance", options, credentials, Clock, NullLogger<AlpacaReports>.Instance, pause);

    protected override void Connect(string url)
    {
        options.Url = url;
        handler = AlpacaConnections.Handler(options);
        entry = new AlpacaOrderEntry(handler, options, credentials, Clock, NullLogger.Instance, pause);
        reports = (AlpacaReports)NewProcess();
    }

    protected override void Disconnect()
    {
        reports?.Dispose();
        entry?.Dispose();
        handler?.Dispose();
    }
}
