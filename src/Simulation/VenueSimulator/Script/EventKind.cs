namespace Pipeline.Simulation.VenueSimulator;

/// <summary>An event of the stream by its name there, or, in a matcher, a group of them.</summary>
public enum EventKind
{
    /// <summary>In a matcher: every event.</summary>
    Any,

    /// <summary>In a matcher: fill and partial_fill.</summary>
    Execution,

    Accepted,
    PendingNew,
    New,
    PartialFill,
    Fill,
    Canceled,
    Expired,
    DoneForDay,
    Replaced,
    Rejected,
    Stopped,
    Suspended,
    Held,
    Calculated,
    Restated,
    PendingCancel,
    PendingReplace,
    OrderCancelRejected,
    OrderReplaceRejected,
    TradeBust,
    TradeCorrect,
}
