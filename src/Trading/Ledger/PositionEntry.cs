using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Ledger;

/// <summary>The share of a trade, an adjustment or a fee in a position, as it counts now. A busted trade keeps its place, with nothing.</summary>
/// <param name="At">When it took place: the order of a position's entries, then by ExecId and venue.</param>
/// <param name="ExecId">The trade; of what is none, an id of its own.</param>
/// <param name="Venue">Where.</param>
/// <param name="SignedQty">Bought, or sold when negative, less a commission in the asset itself.</param>
/// <param name="Value">Quantity times price.</param>
public sealed record PositionEntry(DateTimeOffset At, string ExecId, string Venue, decimal SignedQty, decimal Value)
{
    private static readonly Comparer<PositionEntry> InOrder = Comparer<PositionEntry>.Create(Compare);

    /// <summary>Whether it is a fee in the asset itself, which changes the quantity and not the cost.</summary>
    public bool IsFee { get; init; }

    public static PositionEntry Of(Execution trade, Fill fill) =>
        new(trade.At, trade.ExecId, trade.Venue, fill.SignedQty(trade.Side, trade.Symbol), fill.Value);

    /// <summary>
    /// A fee's share in the position of its symbol; null when it is money. In the same instant it comes after the trade that it was taken
    /// for: no ExecId sorts after a tilde.
    /// </summary>
    public static PositionEntry? Of(FeeReport fee) => fee.Symbol is { } symbol && fee.Currency == Fill.BaseAsset(symbol)
        ? new PositionEntry(fee.TransactTime, $"~fee/{fee.FeeId}", fee.Venue, -fee.Amount, 0) { IsFee = true }
        : null;

    /// <summary>The entries that executions of an account in a symbol, what was added to it, and fees in it make, in order.</summary>
    public static IReadOnlyList<PositionEntry> All(
        IReadOnlyCollection<Execution> executions, IReadOnlyCollection<Split> splits, IReadOnlyCollection<Adjustment> adjustments,
        IReadOnlyCollection<FeeReport> fees) =>
        [.. executions.GroupBy(execution => execution.Venue)
            .SelectMany(ofVenue => ExecutionChain.All([.. ofVenue]))
            .Select(chain => Of(chain.Trade, ExecutionChain.Counted(chain.Related, splits)))
            .Concat(adjustments.Select(adjustment => adjustment.Entry(splits)))
            .Concat(fees.Select(Of).OfType<PositionEntry>())
            .Order(InOrder)];

    private static int Compare(PositionEntry one, PositionEntry other) =>
        one.At != other.At ? one.At.CompareTo(other.At)
        : one.ExecId != other.ExecId ? string.CompareOrdinal(one.ExecId, other.ExecId)
        : string.CompareOrdinal(one.Venue, other.Venue);
}
