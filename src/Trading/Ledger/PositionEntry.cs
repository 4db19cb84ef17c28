namespace Pipeline.Trading.Ledger;

/// <summary>A trade's share in a position, as it counts now. A busted one keeps its place, with nothing.</summary>
/// <param name="At">When it took place: the order of a position's entries, then by ExecId and venue.</param>
/// <param name="ExecId">The trade.</param>
/// <param name="Venue">Where.</param>
/// <param name="SignedQty">Bought, or sold when negative, less a commission in the asset itself.</param>
/// <param name="Value">Quantity times price.</param>
public sealed record PositionEntry(DateTimeOffset At, string ExecId, string Venue, decimal SignedQty, decimal Value)
{
    private static readonly Comparer<PositionEntry> InOrder = Comparer<PositionEntry>.Create(Compare);

    public static PositionEntry Of(Execution trade, Fill fill) =>
        new(trade.At, trade.ExecId, trade.Venue, fill.SignedQty(trade.Side, trade.Symbol), fill.Value);

    /// <summary>The entries that executions of an account in a symbol, and what was added to it, make, in order.</summary>
    public static IReadOnlyList<PositionEntry> All(
        IReadOnlyCollection<Execution> executions, IReadOnlyCollection<Split> splits, IReadOnlyCollection<Adjustment> adjustments) =>
        [.. executions.GroupBy(execution => execution.Venue)
            .SelectMany(ofVenue => ExecutionChain.All([.. ofVenue]))
            .Select(chain => Of(chain.Trade, ExecutionChain.Counted(chain.Related, splits)))
            .Concat(adjustments.Select(adjustment => adjustment.Entry(splits)))
            .Order(InOrder)];

    private static int Compare(PositionEntry one, PositionEntry other) =>
        one.At != other.At ? one.At.CompareTo(other.At)
        : one.ExecId != other.ExecId ? string.CompareOrdinal(one.ExecId, other.ExecId)
        : string.CompareOrdinal(one.Venue, other.Venue);
}
