using Pipeline.Messages.Capabilities;

namespace Pipeline.Trading.Limits;

/// <summary>Tick sizes by price.</summary>
/// <param name="Bands">In order of price, the first from 0.</param>
public sealed record TickSizes(IReadOnlyList<TickBand> Bands)
{
    /// <summary>US equities: a cent from one dollar up, a hundredth of it below (SEC Rule 612).</summary>
    public static TickSizes UsEquities { get; } = new([new TickBand(0, 0.0001m), new TickBand(1, 0.01m)]);

    /// <summary>The tick at a price; below zero, as at zero.</summary>
    public decimal At(decimal price) => (Bands.LastOrDefault(band => band.From <= price) ?? Bands[0]).Tick;

    /// <summary>What a price that is worked out is put on: the ticks in force; the venue's own where none are said, or they are waived; else those of US equities.</summary>
    /// <param name="nearest">What the nearest scope that says something of ticks says; null when none does.</param>
    /// <param name="instrument">What the venue says; null when it does not.</param>
    public static TickSizes ToRoundTo(LimitSet? nearest, InstrumentRules? instrument) =>
        nearest?.Of(AllLimits.TickSizes) ?? (instrument?.TickSize is { } tick ? new TickSizes([new TickBand(0, tick)]) : UsEquities);
}

/// <summary>The tick from a price on.</summary>
public sealed record TickBand(decimal From, decimal Tick);
