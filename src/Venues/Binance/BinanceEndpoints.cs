namespace Pipeline.Venues.Binance;

/// <summary>The addresses of one Binance environment.</summary>
/// <param name="Rest">Orders, account, market data.</param>
/// <param name="Stream">The WebSocket API, which carries the user data stream.</param>
/// <param name="Market">The streams of market data, combined.</param>
public sealed record BinanceEndpoints(Uri Rest, Uri Stream, Uri Market)
{
    private const string TestHost = "testnet.binance.vision";

    // rest-api.md and web-socket-api.md, General API information; web-socket-streams.md, General WSS information, and its like of the test net.
    private static readonly Dictionary<string, (string Api, string Market)> Streams = new(StringComparer.OrdinalIgnoreCase)
    {
        ["api.binance.com"] = ("wss://ws-api.binance.com/ws-api/v3", "wss://stream.binance.com:9443/stream"),
        [TestHost] = ("wss://ws-api.testnet.binance.vision/ws-api/v3", "wss://stream.testnet.binance.vision/stream"),
    };

    /// <summary>Whether orders can cost money: at every address but Binance's test net and a simulator on this machine.</summary>
    public bool IsLive => !Rest.IsLoopback && !Rest.Host.Equals(TestHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The addresses as the options name them, the streams' derived where they are left empty.</summary>
    public static BinanceEndpoints Of(BinanceOptions options)
    {
        // A relative address replaces what follows the last slash of its base.
        var rest = new Uri(options.Url.EndsWith('/') ? options.Url : options.Url + "/");
        var known = Streams.GetValueOrDefault(rest.Host);
        return new BinanceEndpoints(rest, Address(options.StreamUrl, known.Api, rest, "ws-api/v3"), Address(options.MarketStreamUrl, known.Market, rest, "stream"));
    }

    private static Uri Address(string named, string? known, Uri rest, string path) => named.Length > 0 ? new Uri(named)
        : known is not null ? new Uri(known)
        : new UriBuilder(new Uri(rest, path)) { Scheme = rest.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;
}
