using Pipeline.Trading.Health;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Submission;

/// <summary>How orders are sent. A process submits to one venue, so these are that venue's.</summary>
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

    /// <summary>
    /// First pause before a send is tried again of which certainly not a byte left; doubles until the send deadline ends the
    /// claim. Default 50 ms.
    /// </summary>
    [Description("First pause before a send is tried again of which not a byte left; doubles until the send deadline.")]
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan NotSentPause { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How often one order may be sent, all in all: the first time, and again after each proof that the venue does not have it. Then
    /// it is held (<c>RESEND_LIMIT</c>) and a person is paged; a release sends it once more. Tries of which not a byte left do not count.
    /// 1 to 10; default 2.
    /// </summary>
    [Description("How often one order may be sent, all in all, before it is held for a person; tries of which not a byte left do not count.")]
    [Range(1, 10)]
    public int MaxSends { get; set; } = 2;

    /// <summary>Calls of the venue in one rate period, new orders and cancels together, for each process that submits. Default 0: the venue's own rate.</summary>
    [Description("Calls of the venue in one rate period, for each process that submits; 0 is the venue's own rate.")]
    [Range(0, 1_000_000)]
    public int RateLimit { get; set; }

    /// <summary>The period of <see cref="RateLimit"/>. Default 1 minute.</summary>
    [Description("The period of the rate limit.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RatePeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of calls without an answer within the window that opens the breaker, 0.01 to 1. Default 0.5.</summary>
    [Description("Share of calls without an answer that opens the breaker.")]
    [Range(0.01, 1)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Fewest calls within the window before the breaker may open. Default 10.</summary>
    [Description("Fewest calls within the window before the breaker may open.")]
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>The window that the breaker looks at. Default 10 s.</summary>
    [Description("The window that the breaker looks at.")]
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the breaker keeps new orders from the venue; then one is tried. Default 5 s.</summary>
    [Description("How long the breaker keeps new orders from the venue; then one is tried.")]
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What becomes of a new order while the breaker keeps the venue from it, or while the venue tells no quotes to judge it by: <c>hold</c> has it wait, until
    /// the venue is back or the intent is not valid any more; <c>deny</c> ends it (<c>VENUE_DOWN</c>; for want of quotes after <c>validation.quote_wait</c>),
    /// so that whoever decided decides anew. Cancels are tried in either case. Default hold.
    /// </summary>
    [Description("What becomes of a new order while the venue does not answer: hold waits until it is back or the intent is not valid any more, deny ends it (VENUE_DOWN).")]
    public VenueDownPolicy VenueDown { get; set; } = VenueDownPolicy.Hold;

    /// <summary>First pause before a cancel without an answer is asked for again; doubles up to 30 s. Default 1 s.</summary>
    [Description("First pause before a cancel without an answer is asked for again; doubles up to 30 s.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan CancelRetryPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a cancel that the venue took may stay without effect before a person is told. Default 30 s.</summary>
    [Description("How long a cancel that the venue took may stay without effect before a person is told.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CancelStuckAfter { get; set; } = TimeSpan.FromSeconds(30);
}
