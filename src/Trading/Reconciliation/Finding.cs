namespace Pipeline.Trading.Reconciliation;

/// <summary>
/// What one question to a venue about an order showed. Four ways not to show it are four different facts: a call that broke, an
/// error of the venue, a not-found that is too early to mean anything, and one that is late enough.
/// </summary>
public enum Finding
{
    /// <summary>The venue has the order.</summary>
    Found,

    /// <summary>The venue has an order of other terms under our id.</summary>
    OtherTerms,

    /// <summary>Answered without the order, but so soon after the send that it may still arrive, or not show yet.</summary>
    EarlyNotFound,

    /// <summary>Answered without the order, later than the send deadline and the venue's settle window.</summary>
    LateNotFound,

    /// <summary>The call broke or ran out of time. Never counts as an answer.</summary>
    TransportError,

    /// <summary>The venue answered with an error of its own (5xx). Never counts as an answer.</summary>
    ServerError,

    /// <summary>The venue wants fewer calls. Never counts as an answer.</summary>
    Throttled,

    /// <summary>The answer can't be read. Never counts as an answer.</summary>
    Unreadable,
}

/// <summary>One question and what it showed.</summary>
/// <param name="Question"><c>by_cl_ord_id</c>, <c>open_orders</c>, <c>closed_orders</c> or <c>executions</c>.</param>
/// <param name="Finding">What it showed.</param>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="Detail">The venue's id of the order, or why there was no answer.</param>
public sealed record Evidence(string Question, Finding Finding, DateTimeOffset At, string? Detail = null);
