using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>Real connections, for everybody but a simulation.</summary>
public static class AlpacaConnections
{
    /// <summary>Carries requests: pooled, without redirects, proxies, cookies or repeats of its own.</summary>
    public static HttpMessageHandler Handler(AlpacaOptions options) => VenueHttp.CreateHandler(options.ConnectTimeout);

    /// <summary>Opens connections to the stream.</summary>
    public static Func<CancellationToken, ValueTask<IVenueSocket>> Sockets(AlpacaOptions options)
    {
        var address = AlpacaEndpoints.Of(options).Stream;
        return cancellationToken => WebSocketVenueSocket.ConnectAsync(address, cancellationToken);
    }

    /// <summary>Opens connections to the stream of market data; null where none is configured.</summary>
    public static Func<CancellationToken, ValueTask<IVenueSocket>>? MarketSockets(AlpacaOptions options) => options.MarketStreamUrl.Length == 0
        ? null
        : cancellationToken => WebSocketVenueSocket.ConnectAsync(new Uri(options.MarketStreamUrl), cancellationToken);
}
