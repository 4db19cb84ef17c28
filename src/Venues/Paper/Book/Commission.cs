using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>
/// What the venue takes for a trade: a share of what the account receives. Of coins that are bought that is the coins themselves; all else
/// is paid in money.
/// </summary>
/// <param name="Amount">How much; never nothing.</param>
/// <param name="Currency">In what.</param>
internal sealed record Commission(decimal Amount, string Currency)
{
    /// <summary>What the account's cash is.</summary>
    public const string Money = "USD";

    private const decimal BpsOfOne = 10_000;
    private const int DecimalsOfCoins = 9;
    private const int DecimalsOfMoney = 2;

    public bool IsMoney => Currency == Money;

    /// <summary>The commission for a trade; null where there is none, or less than can be paid.</summary>
    public static Commission? Of(decimal bps, string symbol, Side side, decimal qty, decimal px)
    {
        var slash = symbol.IndexOf('/', StringComparison.Ordinal);
        var commission = slash > 0 && side == Side.Buy
            ? new Commission(Math.Round(qty * bps / BpsOfOne, DecimalsOfCoins, MidpointRounding.AwayFromZero), symbol[..slash])
            : new Commission(Math.Round(qty * px * bps / BpsOfOne, DecimalsOfMoney, MidpointRounding.AwayFromZero), Money);
        return commission.Amount > 0 ? commission : null;
    }
}
