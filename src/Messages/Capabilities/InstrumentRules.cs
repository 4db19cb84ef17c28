using Pipeline.Messages.Fix;

namespace Pipeline.Messages.Capabilities;

/// <summary>What a venue asks of the orders in one symbol. Null is no such demand.</summary>
/// <param name="Symbol">In the pipeline's spelling.</param>
/// <param name="At">When the venue stated it, UTC.</param>
public sealed record InstrumentRules(string Symbol, DateTimeOffset At)
{
    /// <summary>Prices are multiples of it, in the price's currency.</summary>
    public decimal? TickSize { get; init; }

    /// <summary>The smallest price.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>The largest price.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Quantities are multiples of it.</summary>
    public decimal? LotSize { get; init; }

    /// <summary>The smallest quantity.</summary>
    public decimal? MinQty { get; init; }

    /// <summary>The largest quantity.</summary>
    public decimal? MaxQty { get; init; }

    /// <summary>The largest quantity of a market order, where it is another.</summary>
    public decimal? MaxMarketQty { get; init; }

    /// <summary>The smallest worth of an order, in the price's currency.</summary>
    public decimal? MinNotional { get; init; }

    /// <summary>The largest worth of an order.</summary>
    public decimal? MaxNotional { get; init; }

    /// <summary>The order types that are taken, where fewer may be than the venue takes elsewhere.</summary>
    public IReadOnlyList<OrdType>? OrderTypes { get; init; }

    /// <summary>Whether a quantity that is not whole is taken.</summary>
    public bool? Fractions { get; init; }

    /// <summary>Whether more may be sold than is held.</summary>
    public bool? SellsShort { get; init; }
}
