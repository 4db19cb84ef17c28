using Pipeline.Messages.Capabilities;
using Pipeline.Venues.Kit;
using Pipeline.Venues.Versions;

namespace Pipeline.Venues.Template;

/// <summary>The adapter as a part of its own: what is found in its assembly.</summary>
public sealed class ExampleAdapter : IVenueAdapter
{
    /// <inheritdoc/>
    public VenueCapabilities Capabilities => ExampleCapabilities.Stated;

    /// <inheritdoc/>
    public AdapterPorts Open(AdapterSettings settings)
    {
        var options = AdapterBuild.OptionsOf<ExampleOptions>(settings.Values);
        var pause = settings.Pause ?? new VenuePause(settings.Clock);
        var url = new Uri(options.Url.EndsWith('/') ? options.Url : options.Url + "/");
        var handler = settings.Handler ?? VenueHttp.CreateHandler(options.ConnectTimeout, options.Proxy);
        return new AdapterPorts(
            new ExampleOrderEntry(new VenueHttp(handler, new ExampleManners(options.KeyId, settings.Secret), pause, settings.Clock, options.LongestPause), url, pause),
            new ExampleReports(settings.Account, url, pause, options, settings.Clock),

            // One message of its stream, as what comes of it: how two versions are compared.
            _ => []);
    }
}
