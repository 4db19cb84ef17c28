namespace Pipeline.Trading.Ledger;

/// <summary>A stock split. What was stated before it counts so many times the quantity at the same value.</summary>
/// <param name="At">From when on quantities are stated in new shares.</param>
/// <param name="Ratio">New shares for an old one.</param>
public sealed record Split(DateTimeOffset At, decimal Ratio)
{
    /// <summary>
    /// The splits of a symbol, from what its open orders were told. Each of them is told at its own instant, and a symbol splits
    /// at most once a day.
    /// </summary>
    public static IReadOnlyList<Split> OfSymbol(IEnumerable<Split> told) =>
        [.. told.OrderBy(split => split.At).DistinctBy(split => split.At.UtcDateTime.Date)];
}
