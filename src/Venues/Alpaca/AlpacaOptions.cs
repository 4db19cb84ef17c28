using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// How Alpaca is reached. The secret is no setting: it comes from the environment or a file (see <see cref="AlpacaCredentials"/>).
/// </summary>
public sealed class AlpacaOptions
{
    /// <summary>Address of the trading API. Default Alpaca's paper trading.</summary>
    [Description("Address of Alpaca's trading API.")]
    [RegularExpression(@"https?://[^\s?#]+")]
    public string Url { get; set; } = "https://paper-api.alpaca.markets";

    /// <summary>Address of the market data API. Empty derives it: Alpaca's own for Alpaca, else the same as <see cref="Url"/>.</summary>
    [Description("Address of Alpaca's market data API; empty derives it from the trading API's.")]
    [RegularExpression(@"(https?://[^\s?#]+)?")]
    public string DataUrl { get; set; } = "";

    /// <summary>Address of the stream of trade updates. Empty derives it: <c>/stream</c> of <see cref="Url"/>.</summary>
    [Description("Address of the stream of trade updates; empty derives it from the trading API's.")]
    [RegularExpression(@"(wss?://[^\s?#]+)?")]
    public string StreamUrl { get; set; } = "";

    /// <summary>
    /// Address of the stream of market data, for halts, price bands and quotes. Empty, the default, reads none; Alpaca's own is
    /// <c>wss://stream.data.alpaca.markets/v2/sip</c>, for accounts that have subscribed to it.
    /// </summary>
    [Description("Address of the stream of market data, for halts, price bands and quotes; empty reads none.")]
    [RegularExpression(@"(wss?://[^\s?#]+)?")]
    public string MarketStreamUrl { get; set; } = "";

    /// <summary>Id of the API key.</summary>
    [Description("Id of the API key. Its secret comes from a file, PIPELINE_ALPACA_SECRET or a systemd credential.")]
    [RegularExpression("[!-~]{0,128}")]
    public string KeyId { get; set; } = "";

    /// <summary>File with the API key's secret; empty takes <c>PIPELINE_ALPACA_SECRET</c>, else the systemd credential <c>pipeline-alpaca-secret</c>.</summary>
    [Description("File that holds the API key's secret; empty takes PIPELINE_ALPACA_SECRET, else the systemd credential pipeline-alpaca-secret.")]
    public string SecretFile { get; set; } = "";

    /// <summary>
    /// Most orders and cancels in a minute. Alpaca takes 200 calls a minute from an account; the rest is for questions.
    /// Default 150.
    /// </summary>
    [Description("Most orders and cancels in a minute; what Alpaca takes beyond is left for questions.")]
    [Range(1, 100000)]
    public int OrdersAMinute { get; set; } = 150;

    /// <summary>How long after a send a not-found proves nothing. Default 10 s.</summary>
    [Description("How long after a send a not-found at Alpaca proves nothing.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Highest fee on a trade in a pair, in hundredths of a percent of what it brings. Default 25, a taker's with the least volume.
    /// </summary>
    [Description("Highest fee on a trade in a pair, in hundredths of a percent of what it brings: so much may be missing at Alpaca before the fee is listed.")]
    [Range(typeof(decimal), "0", "1000")]
    public decimal MostFeeBps { get; set; } = AlpacaCapabilities.LateFees.MostBps;

    /// <summary>How long after a trade in a pair its fee is listed at the latest. Default 2 days.</summary>
    [Description("How long after a trade in a pair its fee is listed at the latest; what is missing for longer is a break.")]
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan FeeListedWithin { get; set; } = AlpacaCapabilities.LateFees.ListedWithin;

    /// <summary>Longest that making a connection may take. Default 5 s.</summary>
    [Description("Longest that making a connection to Alpaca may take.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest that a question or a request to cancel may take; a new order has its caller's limit. Default 10 s.</summary>
    [Description("Longest that a question or a request to cancel may take; a new order has its own limit.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often orders and fills are asked for although the stream is up, since a stream can lose news. Default 30 s.</summary>
    [Description("How often orders and fills are asked for although the stream is up.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much older than the newest known event an event may be when it first shows up in a list. Default 1 minute.</summary>
    [Description("How far back each look at orders and fills begins before the newest known event.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>First pause after the stream broke or a look failed; doubles up to 30 s. Default 1 s.</summary>
    [Description("First pause after the stream broke or a look failed; doubles up to 30 s.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan ReconnectPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A stream that says nothing for so long, even when asked, is dead; one that nobody has wanted news of for so long is closed.
    /// Default 90 s.
    /// </summary>
    [Description("A stream that says nothing for so long, even when asked, is dead.")]
    [Range(typeof(TimeSpan), "00:00:03", "00:10:00")]
    public TimeSpan StreamSilence { get; set; } = TimeSpan.FromSeconds(90);
}
