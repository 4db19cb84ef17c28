using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Capabilities;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Versions;

namespace Pipeline.Venues.Binance;

/// <summary>Binance's adapter as a part of its own.</summary>
public sealed class BinanceAdapter : IVenueAdapter
{
    /// <inheritdoc/>
    public VenueCapabilities Capabilities => BinanceCapabilities.Stated;

    /// <inheritdoc/>
    public AdapterPorts Open(AdapterSettings settings)
    {
        var options = AdapterBuild.OptionsOf<BinanceOptions>(settings.Values);
        var credentials = new BinanceCredentials(options.KeyId, settings.Secret);
        var logs = settings.Services.GetService(typeof(ILoggerFactory)) as ILoggerFactory ?? NullLoggerFactory.Instance;
        var handler = settings.Handler ?? VenueHttp.CreateHandler(options.ConnectTimeout, options.Proxy);
        var (pause, offset) = (settings.Pause ?? new VenuePause(settings.Clock), new ServerOffset());
        var endpoints = BinanceEndpoints.Of(options);
        var messages = new BinanceMessages(settings.Account, Pairs.Of(options));
        return new AdapterPorts(
            new BinanceOrderEntry(handler, options, credentials, settings.Clock, logs.CreateLogger<BinanceOrderEntry>(), pause, offset),
            new BinanceReports(
                handler, settings.To(endpoints.Stream), settings.Account, options, credentials, settings.Clock,
                logs.CreateLogger<BinanceReports>(), pause, offset, settings.To(endpoints.Market)),
            messages.Read);
    }
}
