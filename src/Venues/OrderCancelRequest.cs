using Pipeline.Messages.Fix;

namespace Pipeline.Venues;

/// <summary>A request to cancel as it goes to a venue (FIX message F).</summary>
/// <param name="OrigClOrdId">Our id of the order to cancel.</param>
/// <param name="OrderId">The venue's id of it; null while it is not known, and the adapter then finds the order by ours.</param>
/// <param name="Symbol">The order's symbol.</param>
/// <param name="Side">The order's side.</param>
/// <param name="OrderQty">What the order asks for. What the venue has under our id and is another order is nobody's to cancel.</param>
public sealed record OrderCancelRequest(string OrigClOrdId, string? OrderId, string Symbol, Side Side, decimal OrderQty);
