using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// How Alpaca is reached. The secret is no setting: it comes from the environment or a file (see <see cref="AlpacaCredentials"/>). Its calls are counted
/// by the minute and it bans nobody, so that a pause of more than an hour is a mistake.
/// </summary>
public sealed class AlpacaOptions() : VenueOptions(settleWindow: TimeSpan.FromSeconds(10), requestTimeout: TimeSpan.FromSeconds(10), longestPause: TimeSpan.FromHours(1))
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
}
