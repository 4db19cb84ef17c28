using NodaTime;

namespace Pipeline.Trading.Halts;

/// <summary>The day that losses are counted in: New York's.</summary>
public static class TradingDay
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];

    public static DateOnly Of(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();
}
