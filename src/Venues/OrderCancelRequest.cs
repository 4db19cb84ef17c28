namespace Pipeline.Venues;

/// <summary>A request to cancel as it goes to a venue (FIX message F).</summary>
/// <param name="OrigClOrdId">Our id of the order to cancel.</param>
/// <param name="OrderId">The venue's id of it; null while it is not known, and the adapter then finds the order by ours.</param>
/// <param name="Symbol">The order's symbol.</param>
public sealed record OrderCancelRequest(string OrigClOrdId, string? OrderId, string Symbol);
