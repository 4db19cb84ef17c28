using Pipeline.Messages.Capabilities;

namespace Pipeline.Trading.Reconciliation;

/// <summary>
/// How much a venue may have taken by now of what trades brought, and not listed yet. Each trade permits as much as the venue's highest rate
/// takes of it, for as long as the venue may be late with it; a fee that is listed uses up what the oldest trades before it permit, since it
/// names none.
/// </summary>
public sealed class FeeAllowance
{
    /// <summary>How much the venue may have taken of each trade, and until when it may not have listed it; the oldest first.</summary>
    private readonly IReadOnlyList<(DateTimeOffset Until, decimal Left)> parts;

    private FeeAllowance(IReadOnlyList<(DateTimeOffset Until, decimal Left)> parts) => this.parts = parts;

    /// <summary>Most that can be awaited.</summary>
    public decimal Most => parts.Sum(part => part.Left);

    /// <summary>From when on receipts matter: what was listed in the time that counts may have been for trades of the time before.</summary>
    public static DateTimeOffset From(LateFees terms, DateTimeOffset now) => now - terms.ListedWithin - terms.ListedWithin;

    /// <param name="receipts">What trades brought, and what was taken of it by fees that are listed, of one kind of asset.</param>
    /// <param name="terms">The venue's.</param>
    /// <param name="decimals">Of an amount of that asset.</param>
    /// <param name="now">The time.</param>
    public static FeeAllowance Of(IEnumerable<FeeReceipt> receipts, LateFees terms, int decimals, DateTimeOffset now)
    {
        var open = new List<(DateTimeOffset Until, decimal Left)>();
        foreach (var receipt in receipts.OrderBy(receipt => receipt.At).ThenBy(receipt => receipt.Taken))
        {
            if (receipt.Received > 0)
            {
                open.Add((receipt.At + terms.ListedWithin, terms.MostOf(receipt.Received, decimals)));
            }

            open.RemoveAll(part => part.Until <= receipt.At);
            for (var taken = receipt.Taken; taken > 0 && open.Count > 0;)
            {
                var (until, left) = open[0];
                open.RemoveAt(0);
                if (left > taken)
                {
                    open.Insert(0, (until, left - taken));
                }

                taken -= left;
            }
        }

        return new FeeAllowance([.. open.Where(part => part.Until > now)]);
    }

    /// <summary>Until when an amount can be awaited; null when it can't be now.</summary>
    public DateTimeOffset? UntilOf(decimal amount)
    {
        var left = Most;
        foreach (var part in parts)
        {
            if (left < amount)
            {
                return null;
            }

            left -= part.Left;
            if (left < amount)
            {
                return part.Until;
            }
        }

        return null;
    }
}

/// <summary>Something that a trade brought, or that a fee took.</summary>
/// <param name="At">The venue's time of it.</param>
/// <param name="Received">What a trade brought: coins of a buy, or the money of a sale; 0 of a fee.</param>
/// <param name="Taken">What a fee took; 0 of a trade.</param>
public readonly record struct FeeReceipt(DateTimeOffset At, decimal Received, decimal Taken);
