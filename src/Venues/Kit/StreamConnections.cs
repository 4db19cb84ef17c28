using Pipeline.Venues.Versions;

namespace Pipeline.Venues.Kit;

/// <summary>How an adapter reaches the venue's streams.</summary>
public static class StreamConnections
{
    /// <summary>
    /// Opens connections to an address: by the way that the versions of one venue share, else over a WebSocket of its own. Null where there is no such address, and in a shadow.
    /// </summary>
    public static Func<CancellationToken, ValueTask<IVenueSocket>>? To(this AdapterSettings settings, Uri? address) => address is null || settings.IsShadow ? null
        : settings.Connect is { } shared ? cancellationToken => shared(address, cancellationToken)
        : cancellationToken => WebSocketVenueSocket.ConnectAsync(address, settings.Values.GetValueOrDefault("proxy") ?? "", cancellationToken);
}
