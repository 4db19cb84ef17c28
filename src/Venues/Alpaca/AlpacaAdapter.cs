using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Capabilities;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Versions;

namespace Pipeline.Venues.Alpaca;

/// <summary>Alpaca's adapter as a part of its own.</summary>
public sealed class AlpacaAdapter : IVenueAdapter
{
    /// <inheritdoc/>
    public VenueCapabilities Capabilities => AlpacaCapabilities.Stated;

    /// <inheritdoc/>
    public AdapterPorts Open(AdapterSettings settings)
    {
        var options = AdapterBuild.OptionsOf<AlpacaOptions>(settings.Values);
        var credentials = new AlpacaCredentials(options.KeyId, settings.Secret);
        var logs = settings.Services.GetService(typeof(ILoggerFactory)) as ILoggerFactory ?? NullLoggerFactory.Instance;
        var handler = settings.Handler ?? VenueHttp.CreateHandler(options.ConnectTimeout, options.Proxy);
        var pause = settings.Pause ?? new VenuePause(settings.Clock);
        var endpoints = AlpacaEndpoints.Of(options);
        var reader = new NewsReader(settings.Account);
        return new AdapterPorts(
            new AlpacaOrderEntry(handler, options, credentials, settings.Clock, logs.CreateLogger<AlpacaOrderEntry>(), pause),
            new AlpacaReports(
                handler, settings.To(endpoints.Stream), settings.Account, options, credentials, settings.Clock,
                logs.CreateLogger<AlpacaReports>(), pause, settings.To(endpoints.Market)),
            message => AlpacaMessages.Read(message, reader));
    }
}
