namespace Pipeline.Messages.Fix;

/// <summary>FIX OrdStatus (39), plus three words of ours for an order no venue has answered for.</summary>
public enum OrdStatus
{
    /// <summary>No venue has answered yet (FIX A). Every order starts here.</summary>
    PendingNew,
    New,
    PartiallyFilled,
    Filled,
    DoneForDay,
    Canceled,
    Replaced,
    PendingCancel,
    Stopped,
    Rejected,
    Suspended,
    Calculated,
    Expired,
    AcceptedForBidding,
    PendingReplace,

    /// <summary>Ours: ended by the pipeline, before it was sent as a rule, or after what was sent was proven absent.</summary>
    Denied,

    /// <summary>Ours: waiting for a session, a person or a deadline; not sent.</summary>
    Held,

    /// <summary>Ours: sent, perhaps; the venue's answer is not known.</summary>
    Unresolved,
}
