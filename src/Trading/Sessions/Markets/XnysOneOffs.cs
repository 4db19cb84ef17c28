using System.Collections.Immutable;
using NodaTime;

namespace Pipeline.Trading.Sessions.Markets;

/// <summary>What happened once at the New York Stock Exchange since 2000.</summary>
internal static class XnysOneOffs
{
    /// <summary>Unscheduled full-day closures.</summary>
    public static ImmutableDictionary<LocalDate, string> Closures { get; } = new Dictionary<LocalDate, string>
    {
        [new(2001, 9, 11)] = "September 11 attacks",
        [new(2001, 9, 12)] = "September 11 attacks",
        [new(2001, 9, 13)] = "September 11 attacks",
        [new(2001, 9, 14)] = "September 11 attacks",
        [new(2004, 6, 11)] = "mourning for President Reagan",
        [new(2007, 1, 2)] = "mourning for President Ford",
        [new(2012, 10, 29)] = "Hurricane Sandy",
        [new(2012, 10, 30)] = "Hurricane Sandy",
        [new(2018, 12, 5)] = "mourning for President George H. W. Bush",
        [new(2025, 1, 9)] = "mourning for President Carter",
    }.ToImmutableDictionary();

    /// <summary>
    /// Late opens, odd closes and one halt inside a session. All but the early close of 2003-12-26 are those of the open source
    /// pandas_market_calendars; exchange_calendars has the regular hours on those days, as LEAN has for the late opens.
    /// </summary>
    public static ImmutableDictionary<LocalDate, HoursChange> Hours { get; } = new Dictionary<LocalDate, HoursChange>
    {
        [new(2001, 6, 8)] = new("systems failure") { Break = new(new(10, 10), new(11, 35)) },
        [new(2001, 9, 17)] = new("silence for September 11") { Open = new(9, 33) },
        [new(2001, 10, 8)] = new("silence for Enduring Freedom") { Open = new(9, 31) },
        [new(2002, 9, 11)] = new("anniversary of September 11") { Open = new(12, 0) },
        [new(2003, 3, 20)] = new("silence for Iraqi Freedom") { Open = new(9, 32) },
        [new(2003, 12, 26)] = new("day after Christmas Day") { Close = new(13, 0) },
        [new(2004, 6, 7)] = new("silence for President Reagan") { Open = new(9, 32) },
        [new(2005, 6, 1)] = new("systems failure") { Close = new(15, 56) },
        [new(2006, 12, 27)] = new("silence for President Ford") { Open = new(9, 32) },
        [new(2009, 7, 2)] = new("systems irregularities") { Close = new(16, 15) },
    }.ToImmutableDictionary();
}
