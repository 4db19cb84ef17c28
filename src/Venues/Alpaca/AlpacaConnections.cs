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
}
