namespace Pipeline.Venues;

/// <summary>A request to replace an open order by another one in one call (FIX message G).</summary>
/// <param name="OrigClOrdId">Our id of the order that is replaced.</param>
/// <param name="OrderId">The venue's id of it.</param>
/// <param name="Order">
/// What takes its place: the same symbol, side and type, under a ClOrdId of its own. Its OrderQty is in all, with what the first has filled, as FIX has it.
/// </param>
public sealed record OrderCancelReplaceRequest(string OrigClOrdId, string OrderId, NewOrderSingle Order);
