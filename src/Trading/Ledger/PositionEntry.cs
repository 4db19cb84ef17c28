namespace Pipeline.Trading.Ledger;

/// <summary>A trade's share in a position, as it counts now. A busted one keeps its place, with nothing.</summary>
/// <param name="At">When it took place: the order of a position's entries, then by ExecId and venue.</param>
/// <param name="ExecId">The trade.</param>
/// <param name="Venue">Where.</param>
/// <param name="SignedQty">Bought, or sold when negative, less a commission in the asset itself.</param>
/// <param name="Value">Quantity times price.</param>
public sealed record PositionEntry(DateTimeOffset At, string ExecId, string Venue, decimal SignedQty, decimal Value) : IComparable<PositionEntry>
{
    public static PositionEntry Of(Execution trade, Fill fill) =>
        new(trade.At, trade.ExecId, trade.Venue, fill.SignedQty(trade.Side, trade.Symbol), fill.Value);

    /// <summary>The entries that executions of an account in a symbol make, in order.</summary>
    public static IReadOnlyList<PositionEntry> All(IReadOnlyCollection<Execution> executions, IReadOnlyCollection<Split> splits) =>
        [.. executions.GroupBy(execution => execution.Venue)
            .SelectMany(ofVenue => ExecutionChain.All([.. ofVenue]))
            .Select(chain => Of(chain.Trade, ExecutionChain.Counted(chain.Related, splits)))
            .Order()];

    public int CompareTo(PositionEntry? other) => other is null ? 1 : (At, ExecId, Venue) switch
    {
        var (at, _, _) when at != other.At => at.CompareTo(other.At),
        var (_, id, _) when id != other.ExecId => string.CompareOrdinal(id, other.ExecId),
        _ => string.CompareOrdinal(Venue, other.Venue),
    };
}
