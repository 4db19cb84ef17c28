namespace Pipeline.Messages.Intents;

/// <summary>What becomes of the remainder of an order that fills in part.</summary>
public enum FillPolicyType
{
    /// <summary>It rests at the venue until its time in force ends it.</summary>
    Rest,

    /// <summary>It is canceled after a while.</summary>
    CancelRemainderAfter,

    /// <summary>It is canceled and sent again at a better price for the market, a few times, within <c>max_slippage_bps</c>.</summary>
    RepriceRemainder,

    /// <summary>It is canceled after a while, unless enough has filled by then.</summary>
    CompleteOrCancel,

    /// <summary>It rests, and after a while a person is paged to decide about it.</summary>
    Escalate,
}
