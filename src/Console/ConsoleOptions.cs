using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.WebConsole;

/// <summary>The web console.</summary>
public sealed class ConsoleOptions
{
    /// <summary>How long a person stays signed in. Default 8 hours. A restart of the process ends every session.</summary>
    [Description("How long a person stays signed in to the console; a restart of the process ends every session.")]
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);
}
