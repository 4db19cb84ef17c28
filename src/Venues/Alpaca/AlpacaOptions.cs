using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Venues.Alpaca;

/// <summary>How Alpaca is reached.</summary>
public sealed class AlpacaOptions
{
    /// <summary>How long after a send a not-found proves nothing. Default 10 s.</summary>
    [Description("How long after a send a not-found at Alpaca proves nothing.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(10);
}
