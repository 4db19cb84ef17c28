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
}

/// <summary>A full-day closure that comes back every year.</summary>
/// <param name="Name">As the market names it.</param>
/// <param name="Date">The day the holiday is named for.</param>
/// <param name="Observance">What happens when that day is on a weekend.</param>
/// <param name="Years">The years of the named day in which the market keeps the holiday.</param>
public sealed record HolidayRule(string Name, YearlyDate Date, Observance Observance, Years Years)
{
    /// <summary>The day the market closes for this year's holiday, or null in a year the rule is not in force.</summary>
    /// <remarks>The day may lie in the year before: a Saturday 1 January is observed on 31 December where the market does so.</remarks>
    public LocalDate? ObservedIn(int year) => Years.Include(year) ? Observe(Date.In(year)) : null;

    private LocalDate Observe(LocalDate date) => (Observance, date.DayOfWeek) switch
    {
        (Observance.NearestWeekday, IsoDayOfWeek.Saturday) => date.PlusDays(-1),
        (Observance.NearestWeekday or Observance.SundayToMonday, IsoDayOfWeek.Sunday) => date.PlusDays(1),
        _ => date,
    };
}
