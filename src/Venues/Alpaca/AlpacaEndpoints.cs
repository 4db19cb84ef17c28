namespace Pipeline.Venues.Alpaca;

/// <summary>The addresses of one Alpaca environment.</summary>
/// <param name="Trading">Orders, positions, account.</param>
/// <param name="Data">Quotes.</param>
/// <param name="Stream">Trade updates.</param>
/// <param name="Market">The stream of market data; null where none is configured.</param>
public sealed record AlpacaEndpoints(Uri Trading, Uri Data, Uri Stream, Uri? Market)
{
    private const string AlpacasHosts = ".alpaca.markets";
    private const string PaperHost = "paper-api.alpaca.markets";
    private static readonly Uri AlpacasData = new("https://data.alpaca.markets/");

    /// <summary>Whether orders can cost money: at every address but Alpaca's paper venue and a simulator on this machine.</summary>
    public bool IsLive => !Trading.IsLoopback && !Trading.Host.Equals(PaperHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The addresses as the options name them, those left empty derived from the trading API's.</summary>
    public static AlpacaEndpoints Of(AlpacaOptions options)
    {
        var trading = Folder(options.Url);
        var data = options.DataUrl.Length > 0 ? Folder(options.DataUrl)
            : trading.Host.EndsWith(AlpacasHosts, StringComparison.OrdinalIgnoreCase) ? AlpacasData
            : trading;
        var scheme = trading.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        var stream = options.StreamUrl.Length > 0
            ? new Uri(options.StreamUrl)
            : new UriBuilder(new Uri(trading, "stream")) { Scheme = scheme }.Uri;
        return new AlpacaEndpoints(trading, data, stream, options.MarketStreamUrl.Length > 0 ? new Uri(options.MarketStreamUrl) : null);
    }

    // A relative address replaces what follows the last slash of its base.
    private static Uri Folder(string url) => new(url.EndsWith('/') ? url : url + "/");
}
