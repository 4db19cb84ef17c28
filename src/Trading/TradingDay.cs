using System.Globalization;
using NodaTime;

namespace Pipeline.Trading;

/// <summary>
/// The day in which orders are counted and losses are measured, by the limits and by what trips alike: it begins at midnight in New York,
/// where the accounts are held and kept, whatever market a symbol trades at.
/// </summary>
public static class TradingDay
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>The day of an instant.</summary>
    public static DateOnly Of(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>The day of an instant as <c>2026-03-02</c>.</summary>
    public static string NameOf(DateTimeOffset instant) => Of(instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The first instant of the day of an instant.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset instant) => Zone.AtStartOfDay(LocalDate.FromDateOnly(Of(instant))).ToDateTimeOffset().ToUniversalTime();
}
