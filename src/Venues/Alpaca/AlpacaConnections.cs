namespace Pipeline.Venues.Alpaca;

/// <summary>Real connections, for everybody but a simulation.</summary>
public static class AlpacaConnections
{
    /// <summary>Carries requests: pooled, without redirects, proxies, cookies or repeats of its own.</summary>
    public static HttpMessageHandler Handler(AlpacaOptions options) => AlpacaHttp.CreateHandler(options);

    /// <summary>Opens connections to the stream.</summary>
    public static Func<CancellationToken, ValueTask<IAlpacaSocket>> Sockets(AlpacaOptions options)
    {
        var address = AlpacaEndpoints.Of(options).Stream;
        return cancellationToken => WebSocketAlpacaSocket.ConnectAsync(address, cancellationToken);
    }

    /// <summary>Opens connections to the stream of market data; null where none is configured.</summary>
    public static Func<CancellationToken, ValueTask<IAlpacaSocket>>? MarketSockets(AlpacaOptions options) => options.MarketStreamUrl.Length == 0
        ? null
        : cancellationToken => WebSocketAlpacaSocket.ConnectAsync(new Uri(options.MarketStreamUrl), cancellationToken);
}
