using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Real connections, for everybody but a simulation.</summary>
public static class BinanceConnections
{
    /// <summary>Carries requests: pooled, without redirects, proxies, cookies or repeats of its own.</summary>
    public static HttpMessageHandler Handler(BinanceOptions options) => VenueHttp.CreateHandler(options.ConnectTimeout);

    /// <summary>Opens connections to the stream.</summary>
    public static Func<CancellationToken, ValueTask<IVenueSocket>> Sockets(BinanceOptions options)
    {
        var address = BinanceEndpoints.Of(options).Stream;
        return cancellationToken => WebSocketVenueSocket.ConnectAsync(address, cancellationToken);
    }
}
