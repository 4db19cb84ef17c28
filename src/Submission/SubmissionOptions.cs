using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Submission;

/// <summary>How orders are sent.</summary>
public sealed class SubmissionOptions
{
    /// <summary>From the grant to the first byte: a claim that is older may not be used any more. Default 2 s.</summary>
    [Description("From the grant to the first byte; an older claim may not be used any more.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SendDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for the venue's answer. Past it the outcome is unknown, and only evidence ends that. Default 5 s.</summary>
    [Description("Longest wait for the venue's answer; past it the outcome is unknown.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
