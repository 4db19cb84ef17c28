using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Ledger;

/// <summary>What a trade counts as, after every bust, correction and split.</summary>
/// <param name="Qty">Quantity.</param>
/// <param name="Value">Quantity times price: exact, and the same before and after a split.</param>
/// <param name="Commission">What the venue took for it; 0 when it said nothing.</param>
/// <param name="CommCurrency">In what; null without a commission.</param>
public sealed record Fill(decimal Qty, decimal Value, decimal Commission = 0, string? CommCurrency = null)
{
    /// <summary>A trade that was busted, or is not known yet.</summary>
    public static Fill None { get; } = new(0, 0);

    /// <summary>
    /// The signed quantity by which the position moves. A commission that is taken in the asset itself makes it smaller, whichever
    /// side it was on; what is held has then cost so much more.
    /// </summary>
    public decimal SignedQty(Side side, string symbol) =>
        (side == Side.Buy ? Qty : -Qty) - (CommCurrency is not null && CommCurrency == BaseAsset(symbol) ? Commission : 0);

    /// <summary>The asset that a pair such as BTC/USD trades; null for a share, whose commissions are always money.</summary>
    public static string? BaseAsset(string symbol) => symbol.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? symbol[..end] : null;
}
