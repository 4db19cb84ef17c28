namespace Pipeline.Trading.Ledger;

/// <summary>A stock split. What was stated before it counts so many times the quantity at the same value.</summary>
/// <param name="At">From when on quantities are stated in new shares.</param>
/// <param name="Ratio">New shares for an old one.</param>
public sealed record Split(DateTimeOffset At, decimal Ratio)
{
    /// <summary>No venue states a quantity more finely than by nine places. What is beyond these is of a ratio that does not end in decimals, as four for three.</summary>
    private const int Places = 12;

    /// <summary>A quantity of before it, in shares of after it.</summary>
    public decimal Restate(decimal qty) => decimal.Round(qty * Ratio, Places);

    /// <summary>What is told sooner after a split is the same one, told to another order: they are told within minutes, on either side of a midnight.</summary>
    private static readonly TimeSpan BetweenSplits = TimeSpan.FromHours(20);

    /// <summary>
    /// The splits that an order was told of. No venue states a ratio; it is in what the order asked for before and after. So it is
    /// found again when a restatement that came between them arrives late.
    /// </summary>
    /// <param name="sentQty">What the order asked for when it was sent.</param>
    /// <param name="restatements">What became of that, in any order.</param>
    public static IReadOnlyList<Split> OfOrder(decimal sentQty, IEnumerable<Restatement> restatements)
    {
        var (qty, splits) = (sentQty, new List<Split>());
        foreach (var restatement in restatements.OrderBy(restatement => restatement.At))
        {
            if (restatement.IsSplit && restatement.OrderQty != qty)
            {
                splits.Add(new Split(restatement.At, restatement.OrderQty / qty));
            }

            qty = restatement.OrderQty;
        }

        return splits;
    }

    /// <summary>
    /// The splits of a symbol, from what its open orders were told. Each of them is told at its own instant, and a symbol splits
    /// at most once a day.
    /// </summary>
    public static IReadOnlyList<Split> OfSymbol(IEnumerable<Split> told)
    {
        var splits = new List<Split>();
        foreach (var split in told.OrderBy(split => split.At))
        {
            if (splits.Count == 0 || split.At - splits[^1].At >= BetweenSplits)
            {
                splits.Add(split);
            }
        }

        return splits;
    }
}
