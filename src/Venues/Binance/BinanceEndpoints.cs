namespace Pipeline.Venues.Binance;

/// <summary>The addresses of one Binance environment.</summary>
/// <param name="Rest">Orders, account, market data.</param>
/// <param name="Stream">The WebSocket API, which carries the user data stream.</param>
public sealed record BinanceEndpoints(Uri Rest, Uri Stream)
{
    private const string TestHost = "testnet.binance.vision";

    // rest-api.md and web-socket-api.md, General API information.
    private static readonly Dictionary<string, string> Streams = new(StringComparer.OrdinalIgnoreCase)
    {
        ["api.binance.com"] = "wss://ws-api.binance.com/ws-api/v3",
        [TestHost] = "wss://ws-api.testnet.binance.vision/ws-api/v3",
    };

    /// <summary>Whether orders can cost money: at every address but Binance's test net and a simulator on this machine.</summary>
    public bool IsLive => !Rest.IsLoopback && !Rest.Host.Equals(TestHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The addresses as the options name them, the stream's derived where it is left empty.</summary>
    public static BinanceEndpoints Of(BinanceOptions options)
    {
        // A relative address replaces what follows the last slash of its base.
        var rest = new Uri(options.Url.EndsWith('/') ? options.Url : options.Url + "/");
        var stream = options.StreamUrl.Length > 0 ? new Uri(options.StreamUrl)
            : Streams.TryGetValue(rest.Host, out var known) ? new Uri(known)
            : new UriBuilder(new Uri(rest, "ws-api/v3")) { Scheme = rest.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;
        return new BinanceEndpoints(rest, stream);
    }
}
