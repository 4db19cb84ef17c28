namespace Pipeline.Messages.Capabilities;

/// <summary>
/// Fees that a venue takes of what a trade in a pair brings, with the trade, and lists later by an entry of its own. Until then it has less
/// than its list of executions says.
/// </summary>
/// <param name="FeeType">The venue's word for them, with which the type of such a fee begins.</param>
/// <param name="MostBps">The venue's highest rate, in hundredths of a percent of what is received.</param>
/// <param name="ListedWithin">How long after the trade the fee is listed at the latest.</param>
/// <param name="CoinDecimals">Decimals of an amount of coins: a fee is rounded up to them. Money is rounded up to a cent.</param>
public sealed record LateFees(string FeeType, decimal MostBps, TimeSpan ListedWithin, int CoinDecimals)
{
    /// <summary>Decimals of an amount of money.</summary>
    public const int MoneyDecimals = 2;

    /// <summary>Most that is taken of what one trade brought.</summary>
    public decimal MostOf(decimal received, int decimals) => Math.Round(received * MostBps / 10_000, decimals, MidpointRounding.ToPositiveInfinity);
}
