using Pipeline.Store.Tables;

namespace Pipeline.Store.Queries;

/// <summary>
/// Where orders are, for whoever asks. A saga says it, and hears by messages; that nobody knows what became of a send stands in its claim at once, and is said even while the broker is away,
/// since who does not hear of it sends the order again.
/// </summary>
internal static class OrderStates
{
    /// <summary>Whether nobody knows what became of an order, <c>o</c>.</summary>
    public const string IsUnresolved = $"o.cl_ord_id IN (SELECT cl_ord_id FROM claims WHERE {ClaimTable.IsUnknown})";

    /// <summary>Where an order, <c>o</c>, is, with its saga, <c>s</c>, if it has one.</summary>
    public const string Of = $"CASE WHEN {IsUnresolved} THEN 'Unresolved' ELSE coalesce(s.state, 'Proposed') END";
}
