namespace Pipeline.Venues;

/// <summary>A question about one order (FIX message H).</summary>
/// <param name="ClOrdId">Our id of it.</param>
/// <param name="Symbol">Its symbol, without which some venues can't find it.</param>
public sealed record OrderStatusRequest(string ClOrdId, string Symbol);
