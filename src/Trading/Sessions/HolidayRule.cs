using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>Which day the market stays closed when a holiday falls on a weekend.</summary>
public enum Observance
{
    /// <summary>The day itself only: a holiday on a weekend is not made good.</summary>
    OnTheDay,

    /// <summary>Sunday moves to Monday; Saturday is not made good.</summary>
    SundayToMonday,

    /// <summary>Saturday moves to Friday, Sunday to Monday.</summary>
    NearestWeekday,

    /// <summary>Sunday moves to the next day that is no holiday, as in Japan; Saturday is not made good.</summary>
    SundayToNextFreeDay,

    /// <summary>Saturday and Sunday move to the next weekday that is no holiday, as in England.</summary>
    WeekendToNextFreeDay,
}

/// <summary>A full-day closure that comes back every year.</summary>
/// <param name="Name">As the market names it.</param>
/// <param name="Date">The day the holiday is named for.</param>
/// <param name="Observance">What happens when that day is on a weekend.</param>
/// <param name="Years">The years of the named day in which the market keeps the holiday.</param>
public sealed record HolidayRule(string Name, YearlyDate Date, Observance Observance, Years Years)
{
    /// <summary>Years within <see cref="Years"/> in which it was not kept, because it was moved or the market traded.</summary>
    public IReadOnlyList<int> ExceptYears { get; init; } = [];

    /// <summary>The day this year's holiday is named for, or null in a year the rule is not in force.</summary>
    public LocalDate? In(int year) => Years.Include(year) && !ExceptYears.Contains(year) ? Date.In(year) : null;

    /// <summary>Whether the day has to look for a free one, so that every holiday that stays on its day must be known before.</summary>
    public bool NeedsFreeDay(LocalDate date) => (Observance, date.DayOfWeek) is
        (Observance.SundayToNextFreeDay or Observance.WeekendToNextFreeDay, IsoDayOfWeek.Sunday) or (Observance.WeekendToNextFreeDay, IsoDayOfWeek.Saturday);

    /// <summary>The day the market closes for a holiday named for <paramref name="date"/>.</summary>
    /// <param name="date">The day of <see cref="In"/>.</param>
    /// <param name="isHoliday">The other holidays.</param>
    /// <remarks>The day may lie in the year before: a Saturday 1 January is observed on 31 December where the market does so.</remarks>
    public LocalDate Observe(LocalDate date, Func<LocalDate, bool> isHoliday) => (Observance, date.DayOfWeek) switch
    {
        _ when NeedsFreeDay(date) => NextFreeDay(date, isHoliday),
        (Observance.NearestWeekday, IsoDayOfWeek.Saturday) => date.PlusDays(-1),
        (Observance.NearestWeekday or Observance.SundayToMonday, IsoDayOfWeek.Sunday) => date.PlusDays(1),
        _ => date,
    };

    private static LocalDate NextFreeDay(LocalDate date, Func<LocalDate, bool> isHoliday)
    {
        do
        {
            date = date.PlusDays(1);
        }
        while (date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || isHoliday(date));
        return date;
    }
}
