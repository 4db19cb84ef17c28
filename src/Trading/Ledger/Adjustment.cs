namespace Pipeline.Trading.Ledger;

/// <summary>
/// What was added to a position so that it is the venue's. It is no trade: it came or went without money, so that what leaves
/// takes its cost along as a loss, and what comes has cost nothing.
/// </summary>
/// <param name="BreakId">The break that it resolved.</param>
/// <param name="Venue">Where.</param>
/// <param name="Account">Whose.</param>
/// <param name="Symbol">Of what.</param>
/// <param name="Qty">Added; negative for what left.</param>
/// <param name="At">When.</param>
public sealed record Adjustment(long BreakId, string Venue, string Account, string Symbol, decimal Qty, DateTimeOffset At)
{
    /// <summary>Its share in the position, in today's shares.</summary>
    public PositionEntry Entry(IReadOnlyCollection<Split> splits) => new(
        At, $"adjustment/{BreakId}", Venue, splits.Where(split => split.At > At).OrderBy(split => split.At).Aggregate(Qty, (qty, split) => split.Restate(qty)), 0);
}
