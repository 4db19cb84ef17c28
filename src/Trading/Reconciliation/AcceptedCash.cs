namespace Pipeline.Trading.Reconciliation;

/// <summary>A difference in cash that an operator has let stand.</summary>
/// <param name="Id">Of its break.</param>
/// <param name="Left">What of it nothing has explained yet: how much more the venue had; negative for less.</param>
public sealed record AcceptedCash(long Id, decimal Left)
{
    /// <summary>Most fees that are tried together: of more there are so many sums that one of them says anything.</summary>
    private const int MostFees = 8;

    /// <summary>
    /// What of accepted differences late fees explain. Once a difference is accepted, cash is expected with it; when the fee is listed that it
    /// was, it counts twice, and cash differs the other way round by exactly that fee, or by several together.
    /// </summary>
    /// <param name="accepted">The accepted differences, the oldest first.</param>
    /// <param name="difference">How much more the venue has now than is expected; negative for less.</param>
    /// <param name="fees">The fees in money that were booked since cash was as expected.</param>
    /// <param name="tolerance">Up to so much is rounding.</param>
    /// <returns>The differences of which something is explained, as they are after it; null when no fees explain it.</returns>
    public static IReadOnlyList<AcceptedCash>? Explained(
        IReadOnlyList<AcceptedCash> accepted, decimal difference, IReadOnlyList<decimal> fees, decimal tolerance)
    {
        var meant = accepted.Where(each => Math.Sign(each.Left) == -Math.Sign(difference)).ToList();
        if (Math.Abs(meant.Sum(each => each.Left)) + tolerance < Math.Abs(difference) || !IsSumOf(fees, difference, tolerance))
        {
            return null;
        }

        var (left, changed) = (-difference, new List<AcceptedCash>());
        foreach (var each in meant)
        {
            var part = Math.Abs(each.Left) < Math.Abs(left) + tolerance ? each.Left : left;
            left -= part;
            changed.Add(each with { Left = Math.Abs(each.Left - part) <= tolerance ? 0 : each.Left - part });
            if (Math.Abs(left) <= tolerance)
            {
                break;
            }
        }

        return changed;
    }

    private static bool IsSumOf(IReadOnlyList<decimal> fees, decimal amount, decimal tolerance)
    {
        if (fees.Count > MostFees)
        {
            return false;
        }

        List<decimal> sums = [0];
        foreach (var fee in fees)
        {
            sums.AddRange([.. sums.Select(sum => sum + fee)]);
        }

        return sums.Skip(1).Any(sum => Math.Abs(sum - amount) <= tolerance);
    }
}
