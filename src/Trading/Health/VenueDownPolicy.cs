namespace Pipeline.Trading.Health;

/// <summary>What becomes of a new order while its venue does not answer.</summary>
public enum VenueDownPolicy
{
    /// <summary>It waits for the venue, as long as its intent is valid.</summary>
    Hold,

    /// <summary>It is denied.</summary>
    Deny,
}
