using NodaTime;
using NodaTime.Text;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>Asks a calendar in New York wall-clock time, and answers in it.</summary>
internal static class NewYork
{
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];

    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static ISessionCalendar Exchange { get; } = new RuleCalendar(Xnys.Definition);

    public static DateTimeOffset Time(string local) => Local.Parse(local).Value.InZoneStrictly(Zone).ToDateTimeOffset();

    /// <summary>An instant to the tick, such as <c>2026-03-02T15:25:00.0000001</c>.</summary>
    public static DateTimeOffset At(string local) => LocalDateTimePattern.ExtendedIso.Parse(local).Value.InZoneStrictly(Zone).ToDateTimeOffset();

    public static bool IsOpenAt(this ISessionCalendar calendar, string local) => calendar.At(Time(local)) is SessionStatus.Open;

    public static string? WhyClosedAt(this ISessionCalendar calendar, string local) =>
        (calendar.At(Time(local)) as SessionStatus.Closed)?.Reason;

    /// <summary>Such as <c>2026-07-06 09:30:00</c>.</summary>
    public static string? NextOpenAfter(this ISessionCalendar calendar, string local) =>
        calendar.At(Time(local)) is SessionStatus.Closed { NextOpen: { } next } ? Local.Format(Clock(next)) : null;

    /// <summary>Such as <c>09:30-16:00</c>, or <c>closed</c>.</summary>
    public static string HoursOn(this ISessionCalendar calendar, string date) =>
        calendar.On(DateOnly.Parse(date)) is { } session
            ? $"{Clock(session.Open):HH:mm}-{Clock(session.Close):HH:mm}"
            : "closed";

    public static IEnumerable<DateOnly> DaysFrom(DateOnly first, DateOnly last)
    {
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            yield return date;
        }
    }

    private static LocalDateTime Clock(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).LocalDateTime;
}
