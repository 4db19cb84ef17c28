using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>How Binance Spot is reached. The secret is no setting: it comes from the environment or a file (see <see cref="BinanceCredentials"/>).</summary>
/// <remarks>
/// Binance works on a request for 10 s at most (rest-api.md, General API information), and its lists come from a database: so a not-found proves nothing for 15 s,
/// and a question may take 11 s. A ban lasts two minutes to three days (rest-api.md, IP Limits).
/// </remarks>
public sealed class BinanceOptions() : VenueOptions(settleWindow: TimeSpan.FromSeconds(15), requestTimeout: TimeSpan.FromSeconds(11), longestPause: TimeSpan.FromDays(3))
{
    /// <summary>Address of the REST API. Default Binance's testnet; the exchange's own is <c>https://api.binance.com</c>.</summary>
    [Description("Address of Binance's REST API.")]
    [RegularExpression(@"https?://[^\s?#]+")]
    public string Url { get; set; } = "https://testnet.binance.vision";

    /// <summary>Address of the WebSocket API, for the user data stream. Empty derives it: Binance's own for Binance, else <c>/ws-api/v3</c> of <see cref="Url"/>.</summary>
    [Description("Address of Binance's WebSocket API, for the user data stream; empty derives it from the REST API's.")]
    [RegularExpression(@"(wss?://[^\s?#]+)?")]
    public string StreamUrl { get; set; } = "";

    /// <summary>
    /// Address of the streams of market data, for quotes and last trades. Empty derives it: Binance's own for Binance, else <c>/stream</c> of <see cref="Url"/>.
    /// <c>wss://data-stream.binance.vision/stream</c> carries nothing else.
    /// </summary>
    [Description("Address of Binance's streams of market data, for quotes and last trades; empty derives it from the REST API's.")]
    [RegularExpression(@"(wss?://[^\s?#]+)?")]
    public string MarketStreamUrl { get; set; } = "";

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
}
