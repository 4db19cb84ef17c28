namespace Pipeline.Trading.Notices;

/// <summary>What OpenClaw is told of. A closed set.</summary>
public enum NoticeKind
{
    /// <summary>The order is filled.</summary>
    Filled,

    /// <summary>The order is canceled; a part may have filled.</summary>
    Canceled,

    /// <summary>The pipeline has denied the order: nothing of it is at the venue, as far as the venue or a person says.</summary>
    Denied,

    /// <summary>The venue has rejected the order.</summary>
    Rejected,

    /// <summary>The order has expired at the venue; a part may have filled.</summary>
    Expired,

    /// <summary>The order is held: it waits for an operator, or for a time.</summary>
    Held,

    /// <summary>What became of the sent order is not known for longer than it usually is.</summary>
    Unresolved,

    /// <summary>An order of which an end was told is open again.</summary>
    Reopened,

    /// <summary>An incident brief can be read.</summary>
    Brief,
}
