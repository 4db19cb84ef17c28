using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Template;

/// <summary>How the venue is reached. The secret is no setting: it comes from the environment or a file.</summary>
public sealed class ExampleOptions() : VenueOptions(settleWindow: TimeSpan.FromSeconds(10), requestTimeout: TimeSpan.FromSeconds(10), longestPause: TimeSpan.FromHours(1))
{
    /// <summary>Address of the venue's API. Default a simulator on this machine.</summary>
    [Description("Address of the venue's API.")]
    [RegularExpression(@"https?://[^\s?#]+")]
    public string Url { get; set; } = "http://127.0.0.1:8090";

    /// <summary>Id of the API key.</summary>
    [Description("Id of the API key.")]
    public string KeyId { get; set; } = "";
}
