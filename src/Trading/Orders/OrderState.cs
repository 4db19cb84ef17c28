namespace Pipeline.Trading.Orders;

/// <summary>Where an order is and what we wait for. Never computed from OrdStatus, and never computes it.</summary>
public enum OrderState
{
    /// <summary>Recorded; waits for validation.</summary>
    Proposed,

    /// <summary>Waits for the session check.</summary>
    Validated,

    /// <summary>Waits, unsent, for a session, a person or its deadline.</summary>
    Held,

    /// <summary>Waits for submission.</summary>
    Released,

    /// <summary>The claim is durable: it may be at the venue.</summary>
    Submitting,

    /// <summary>At the venue; waits for its end.</summary>
    Working,

    /// <summary>Nobody knows whether it is at the venue; waits for evidence.</summary>
    Unresolved,

    /// <summary>Nothing of it is open.</summary>
    Done,
}
