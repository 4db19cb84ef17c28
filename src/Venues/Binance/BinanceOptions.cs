using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Venues.Binance;

/// <summary>How Binance Spot is reached. The secret is no setting: it comes from the environment or a file (see <see cref="BinanceCredentials"/>).</summary>
public sealed class BinanceOptions
{
    /// <summary>Address of the REST API. Default Binance's testnet; the exchange's own is <c>https://api.binance.com</c>.</summary>
    [Description("Address of Binance's REST API.")]
    [RegularExpression(@"https?://[^\s?#]+")]
    public string Url { get; set; } = "https://testnet.binance.vision";

    /// <summary>Address of the WebSocket API, for the user data stream. Empty derives it: Binance's own for Binance, else <c>/ws-api/v3</c> of <see cref="Url"/>.</summary>
    [Description("Address of Binance's WebSocket API, for the user data stream; empty derives it from the REST API's.")]
    [RegularExpression(@"(wss?://[^\s?#]+)?")]
    public string StreamUrl { get; set; } = "";

    /// <summary>The API key. Its secret comes from elsewhere.</summary>
    [Description("The API key. Its secret comes from a file, PIPELINE_BINANCE_SECRET or a systemd credential.")]
    [RegularExpression("[!-~]{0,128}")]
    public string KeyId { get; set; } = "";

    /// <summary>
    /// File with the key's secret; empty takes <c>PIPELINE_BINANCE_SECRET</c>, else the systemd credential <c>pipeline-binance-secret</c>. A secret that is a PEM private key
    /// (<c>-----BEGIN PRIVATE KEY-----</c>) signs with Ed25519, any other with HMAC-SHA256.
    /// </summary>
    [Description("File that holds the API key's secret, or its Ed25519 private key as PEM; empty takes PIPELINE_BINANCE_SECRET, else the systemd credential pipeline-binance-secret.")]
    public string SecretFile { get; set; } = "";

    /// <summary>
    /// The pairs that may be traded, with a slash and separated by commas. Binance lists orders and trades by symbol alone, so that what is not
    /// named here is not followed. All of them must be priced in <see cref="CashAsset"/>. Default BTC/USDT,ETH/USDT.
    /// </summary>
    [Description("The pairs that may be traded, for example BTC/USDT,ETH/USDT; all priced in the cash asset.")]
    [RegularExpression(@"[A-Z0-9]+/[A-Z0-9]+(,[A-Z0-9]+/[A-Z0-9]+)*")]
    public string Symbols { get; set; } = "BTC/USDT,ETH/USDT";

    /// <summary>The asset that counts as the account's cash. Default USDT.</summary>
    [Description("The asset that counts as the account's cash.")]
    [RegularExpression("[A-Z0-9]+")]
    public string CashAsset { get; set; } = "USDT";

    /// <summary>Most orders and cancels in a second. Binance's limit of orders is in its exchangeInfo; 10 a second is what its documentation shows. Default 10.</summary>
    [Description("Most orders and cancels in a second.")]
    [Range(1, 10000)]
    public int OrdersASecond { get; set; } = 10;

    /// <summary>
    /// Longest that a request stays valid on its way (recvWindow); an order's is shorter where its send deadline is nearer. At most 60 s, Binance's
    /// own bound. Default 5 s.
    /// </summary>
    [Description("Longest that a request stays valid on its way to Binance (recvWindow).")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RecvWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the measured difference between Binance's clock and ours is used. Default 10 minutes.</summary>
    [Description("How long the measured difference between Binance's clock and ours is used.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ClockInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long after a send a not-found proves nothing. Binance works on a request for 10 s at most (rest-api.md, General API information), and its
    /// lists come from a database. Default 15 s.
    /// </summary>
    [Description("How long after a send a not-found at Binance proves nothing.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest that making a connection may take. Default 5 s.</summary>
    [Description("Longest that making a connection to Binance may take.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest that a question or a request to cancel may take; a new order has its caller's limit. Default 11 s, longer than Binance's own 10 s.</summary>
    [Description("Longest that a question or a request to cancel may take; a new order has its own limit.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(11);

    /// <summary>How often orders and trades are asked for although the stream is up, since a stream can lose news. Default 30 s.</summary>
    [Description("How often orders and trades are asked for although the stream is up.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much older than the newest known event an event may be when it first shows up in a list. Default 1 minute.</summary>
    [Description("How far back each look at orders and trades begins before the newest known event.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>First pause after the stream broke or a look failed; doubles up to 30 s. Default 1 s.</summary>
    [Description("First pause after the stream broke or a look failed; doubles up to 30 s.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan ReconnectPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A stream that says nothing for so long, even when asked, is dead; one that nobody has wanted news of for so long is closed. Default 90 s.</summary>
    [Description("A stream that says nothing for so long, even when asked, is dead.")]
    [Range(typeof(TimeSpan), "00:00:03", "00:10:00")]
    public TimeSpan StreamSilence { get; set; } = TimeSpan.FromSeconds(90);
}
