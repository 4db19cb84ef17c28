using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Venues.Kit;

/// <summary>How patient an adapter is with its venue; what is a venue's own stands in its options beside this.</summary>
/// <param name="settleWindow">Default of <see cref="SettleWindow"/>.</param>
/// <param name="requestTimeout">Default of <see cref="RequestTimeout"/>.</param>
/// <param name="longestPause">Default of <see cref="LongestPause"/>.</param>
public abstract class VenueOptions(TimeSpan settleWindow, TimeSpan requestTimeout, TimeSpan longestPause)
{
    /// <summary>How long after a send a not-found proves nothing. The default is the venue's.</summary>
    [Description("How long after a send a not-found at the venue proves nothing.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = settleWindow;

    /// <summary>
    /// Address of an HTTP proxy on the way to the venue, for requests and streams alike: <c>http://host:port</c>. Empty, the default, goes straight there, whatever
    /// the environment's proxy is. It takes no user and password, which would end up in process lists and logs: let the proxy know this machine by its address.
    /// </summary>
    [Description("Address of an HTTP proxy on the way to the venue, http://host:port, without user and password; empty goes straight there, whatever the environment's proxy is.")]
    [RegularExpression(@"(https?://[^\s@/?#]+/?)?")]
    public string Proxy { get; set; } = "";

    /// <summary>Longest that making a connection may take. Default 5 s.</summary>
    [Description("Longest that making a connection to the venue may take.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest that a question or a request to cancel may take; a new order has its caller's limit. The default is the venue's.</summary>
    [Description("Longest that a question or a request to cancel may take; a new order has its own limit.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = requestTimeout;

    /// <summary>
    /// Longest that the venue is left alone by one answer, whatever it asks for (Retry-After): then one call tries it again. It should be no shorter than
    /// the venue's longest ban. The default is the venue's.
    /// </summary>
    [Description("Longest that the venue is left alone by one answer, whatever it asks for; no shorter than its longest ban.")]
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan LongestPause { get; set; } = longestPause;

    /// <summary>How often orders and fills are asked for although the stream is up, since a stream can lose news. Default 30 s.</summary>
    [Description("How often orders and fills are asked for although the stream is up.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much older than the newest known event an event may be when it first shows up in a list. Default 1 minute.</summary>
    [Description("How far back each look at orders and fills begins before the newest known event.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>First pause after a stream broke or a look failed; doubles up to 30 s. Default 1 s.</summary>
    [Description("First pause after a stream broke or a look failed; doubles up to 30 s.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan ReconnectPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A stream that says nothing for so long, even when asked, is dead; one that nobody has wanted news of for so long is closed. Default 90 s.
    /// </summary>
    [Description("A stream that says nothing for so long, even when asked, is dead.")]
    [Range(typeof(TimeSpan), "00:00:03", "00:10:00")]
    public TimeSpan StreamSilence { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>The pace of whoever follows the venue's reports.</summary>
    public FeedPace ToPace() => new(RequestTimeout, PollInterval, ReconnectPause, StreamSilence);
}
