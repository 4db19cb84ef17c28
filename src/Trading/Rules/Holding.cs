using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Rules;

/// <summary>What is held of one symbol, and what orders on their way, open orders and unresolved ones may still trade of it.</summary>
/// <param name="Qty">Signed quantity held; short is negative.</param>
/// <param name="BuyQty">Quantity that may still be bought.</param>
/// <param name="SellQty">Quantity that may still be sold.</param>
public readonly record struct Holding(decimal Qty, decimal BuyQty, decimal SellQty)
{
    public static Holding Flat { get; }

    /// <summary>How long it may become, if everything that may be bought is, and nothing is sold.</summary>
    public decimal MostLong => Math.Max(0, Qty + BuyQty);

    /// <summary>How short it may become, if everything that may be sold is, and nothing is bought.</summary>
    public decimal MostShort => Math.Max(0, SellQty - Qty);

    /// <summary>Both together: no order that only closes what is held adds to it.</summary>
    public decimal Gross => MostLong + MostShort;

    /// <summary>What it may become on one side.</summary>
    public decimal On(Side side) => side == Side.Buy ? MostLong : MostShort;

    /// <summary>With one more order, or without one.</summary>
    /// <param name="side">Its side.</param>
    /// <param name="qty">Its quantity; negative takes it out.</param>
    public Holding With(Side side, decimal qty) => side == Side.Buy ? this with { BuyQty = BuyQty + qty } : this with { SellQty = SellQty + qty };
}

/// <summary>What all symbols but the order's own come to, in the account's currency.</summary>
/// <param name="Gross">Longs and shorts, if everything open on each side fills.</param>
/// <param name="High">Longs less shorts, if everything that may be bought is, and nothing is sold.</param>
/// <param name="Low">Longs less shorts, if everything that may be sold is, and nothing is bought.</param>
/// <param name="Unpriced">A symbol that nobody can value; null when all can be.</param>
public sealed record Portfolio(decimal Gross, decimal High, decimal Low, string? Unpriced = null)
{
    /// <summary>No other symbol.</summary>
    public static Portfolio Empty { get; } = new(0, 0, 0);

    /// <summary>With one more symbol at a price.</summary>
    public Portfolio With(Holding holding, decimal px) =>
        this with { Gross = Gross + (holding.Gross * px), High = High + ((holding.Qty + holding.BuyQty) * px), Low = Low + ((holding.Qty - holding.SellQty) * px) };
}
