using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Venues.Template;

/// <summary>How the venue is reached. The secret is no setting: it comes from the environment or a file.</summary>
public sealed class ExampleOptions
{
    /// <summary>Address of the venue's API. Default a simulator on this machine.</summary>
    [Description("Address of the venue's API.")]
    [RegularExpression(@"https?://[^\s?#]+")]
    public string Url { get; set; } = "http://127.0.0.1:8090";

    /// <summary>Id of the API key.</summary>
    [Description("Id of the API key.")]
    public string KeyId { get; set; } = "";

    /// <summary>How long after a send a not-found proves nothing. Default 10 s.</summary>
    [Description("How long after a send a not-found proves nothing.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest that making a connection may take. Default 5 s.</summary>
    [Description("Longest that making a connection may take.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the venue is asked for news. Default 5 s.</summary>
    [Description("How often the venue is asked for news.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
