namespace Pipeline.Trading.Limits;

/// <summary>Tick sizes by price.</summary>
/// <param name="Bands">In order of price, the first from 0.</param>
public sealed record TickSizes(IReadOnlyList<TickBand> Bands)
{
    /// <summary>US equities: a cent from one dollar up, a hundredth of it below (SEC Rule 612).</summary>
    public static TickSizes UsEquities { get; } = new([new TickBand(0, 0.0001m), new TickBand(1, 0.01m)]);

    /// <summary>The tick at a price.</summary>
    public decimal At(decimal price) => Bands.Last(band => band.From <= price).Tick;
}

/// <summary>The tick from a price on.</summary>
public sealed record TickBand(decimal From, decimal Tick);
