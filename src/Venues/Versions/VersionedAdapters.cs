namespace Pipeline.Venues.Versions;

/// <summary>The versions of one venue's adapter as one: each serves its own orders, all listen to the same streams, and one more may be in the shadow of the first.</summary>
public static class VersionedAdapters
{
    /// <summary>Makes their ports.</summary>
    /// <param name="adapters">The versions; the first carries what nothing else says.</param>
    /// <param name="versions">Which of them an order is of.</param>
    /// <param name="settings">What each of them is given.</param>
    /// <param name="connect">Opens a connection to a stream.</param>
    /// <param name="shadow">The one in the shadow of the first; null where there is none.</param>
    /// <exception cref="FormatException">A setting is wrong; the message names it.</exception>
    public static AdapterPorts Open(
        IReadOnlyList<IVenueAdapter> adapters, AdapterVersions versions, AdapterSettings settings, Func<Uri, CancellationToken, ValueTask<IVenueSocket>> connect, InTheShadow? shadow = null)
    {
        MessageReader? first = null, beside = null;
        var streams = new SharedStreams(connect, shadow is null ? null : message => ShadowedMessages.Compare(message, first!, beside!, shadow.Differs));
        var given = settings with { Connect = streams.ConnectAsync };
        var ports = new Dictionary<string, AdapterPorts>();
        foreach (var adapter in adapters)
        {
            ports.Add(adapter.Capabilities.Adapter, shadow is null || ports.Count > 0 ? adapter.Open(given) : Shadowed(adapter, given, shadow, out beside));
        }

        first = ports[versions.Names[0]].Read;
        return new AdapterPorts(
            new VersionedOrderEntry(versions, ports.ToDictionary(each => each.Key, each => each.Value.OrderEntry)),
            new VersionedReports(versions, ports.ToDictionary(each => each.Key, each => each.Value.Reports)),
            first);
    }

    private static AdapterPorts Shadowed(IVenueAdapter adapter, AdapterSettings settings, InTheShadow shadow, out MessageReader beside)
    {
        var tape = new ShadowTape { Compared = shadow.Compared };
        var works = adapter.Open(settings with { Handler = tape.Recording(shadow.Venue) });
        var tried = shadow.Adapter.Open(settings with { Handler = tape.Replaying(shadow.Differs), IsShadow = true, Pause = null });
        beside = tried.Read;
        AdapterPorts Anew(IVenueAdapter one, HttpMessageHandler handler) => one.Open(settings with { Handler = handler, IsShadow = true, Pause = null });
        return new AdapterPorts(
            new ShadowedOrderEntry(works.OrderEntry, tried.OrderEntry, tape, shadow.Differs),
            new ShadowedReports(works.Reports, tried.Reports, tape, shadow.Differs, (handler => Anew(adapter, handler), handler => Anew(shadow.Adapter, handler))),
            works.Read);
    }
}

/// <summary>A version that is tried in the shadow of the one that works.</summary>
/// <param name="Adapter">The version.</param>
/// <param name="Venue">Carries the requests of the one that works.</param>
/// <param name="Differs">Told of every difference.</param>
public sealed record InTheShadow(IVenueAdapter Adapter, HttpMessageHandler Venue, Action<AdapterDifference> Differs)
{
    /// <summary>Told of every call that was compared.</summary>
    public Action Compared { get; init; } = () => { };
}
