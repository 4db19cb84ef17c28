using NUnit.Framework;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>The days the New York Stock Exchange stays closed.</summary>
public sealed class XnysHolidayTests
{
    // 2000 to 2022 counted in exchange_calendars' sessions, 2025 to 2028 in what the NYSE Group published.
    [TestCase(2000, 8, 2)]
    [TestCase(2001, 13, 3)]
    [TestCase(2002, 9, 3)]
    [TestCase(2003, 9, 4)]
    [TestCase(2004, 10, 1)]
    [TestCase(2005, 8, 1)]
    [TestCase(2006, 9, 2)]
    [TestCase(2007, 10, 3)]
    [TestCase(2008, 9, 3)]
    [TestCase(2009, 9, 2)]
    [TestCase(2010, 9, 1)]
    [TestCase(2011, 8, 1)]
    [TestCase(2012, 11, 3)]
    [TestCase(2013, 9, 3)]
    [TestCase(2014, 9, 3)]
    [TestCase(2015, 9, 2)]
    [TestCase(2016, 9, 1)]
    [TestCase(2017, 9, 2)]
    [TestCase(2018, 10, 3)]
    [TestCase(2019, 9, 3)]
    [TestCase(2020, 9, 2)]
    [TestCase(2021, 9, 1)]
    [TestCase(2022, 9, 1)]
    [TestCase(2025, 11, 3)]
    [TestCase(2026, 10, 2)]
    [TestCase(2027, 10, 1)]
    [TestCase(2028, 9, 2)]
    public void A_year_has_this_many_closed_weekdays_and_early_closes(int year, int closed, int early)
    {
        var hours = DaysFrom(new(year, 1, 1), new(year, 12, 31))
            .Where(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(date => Exchange.HoursOn($"{date:o}"))
            .ToList();

        Assert.That(hours.Count(h => h == "closed"), Is.EqualTo(closed), "closed");
        Assert.That(hours.Count(h => h.EndsWith("-13:00", StringComparison.Ordinal)), Is.EqualTo(early), "early closes");
    }

    [TestCase("2026-01-01", "New Year's Day")]
    [TestCase("2026-01-19", "Martin Luther King Jr. Day")]
    [TestCase("2026-02-16", "Washington's Birthday")]
    [TestCase("2026-04-03", "Good Friday")]
    [TestCase("2026-05-25", "Memorial Day")]
    [TestCase("2026-06-19", "Juneteenth")]
    [TestCase("2026-07-03", "Independence Day")]
    [TestCase("2026-09-07", "Labor Day")]
    [TestCase("2026-11-26", "Thanksgiving Day")]
    [TestCase("2026-12-25", "Christmas Day")]
    [TestCase("2023-01-02", "New Year's Day", Description = "A Sunday moves to Monday.")]
    [TestCase("2022-06-20", "Juneteenth", Description = "A Sunday moves to Monday.")]
    [TestCase("2027-06-18", "Juneteenth", Description = "A Saturday moves to Friday.")]
    [TestCase("2027-07-05", "Independence Day", Description = "A Sunday moves to Monday.")]
    [TestCase("2020-07-03", "Independence Day", Description = "A Saturday moves to Friday.")]
    [TestCase("2021-12-24", "Christmas Day", Description = "A Saturday moves to Friday.")]
    [TestCase("2022-12-26", "Christmas Day", Description = "A Sunday moves to Monday.")]
    [TestCase("2000-04-21", "Good Friday")]
    [TestCase("2008-03-21", "Good Friday", Description = "Easter nearly as early as it can be.")]
    [TestCase("2011-04-22", "Good Friday", Description = "Easter nearly as late as it can be.")]
    [TestCase("2027-03-26", "Good Friday")]
    [TestCase("2028-04-14", "Good Friday")]
    [TestCase("2021-05-31", "Memorial Day", Description = "The fifth Monday of May.")]
    [TestCase("2023-11-23", "Thanksgiving Day", Description = "The fourth Thursday, not the fifth.")]
    public void The_market_keeps_a_holiday(string date, string holiday) =>
        Assert.That(Exchange.WhyClosedAt($"{date} 12:00:00"), Is.EqualTo($"holiday: {holiday}"));

    [TestCase("2004-12-31", Description = "New Year's Day on a Saturday is not made good.")]
    [TestCase("2010-12-31", Description = "New Year's Day on a Saturday is not made good.")]
    [TestCase("2021-12-31", Description = "New Year's Day on a Saturday is not made good.")]
    [TestCase("2021-06-18", Description = "Juneteenth is kept from 2022 on.")]
    [TestCase("2021-06-21", Description = "Juneteenth is kept from 2022 on.")]
    [TestCase("2020-06-19", Description = "Juneteenth is kept from 2022 on.")]
    [TestCase("2026-10-12", Description = "Columbus Day is not a holiday of the market.")]
    [TestCase("2026-11-11", Description = "Veterans Day is not a holiday of the market.")]
    [TestCase("2026-04-06", Description = "Easter Monday is not a holiday of the market.")]
    [TestCase("2014-12-26", Description = "A Friday after Christmas Day is a full day but for 2003.")]
    [TestCase("2023-11-30", Description = "The fifth Thursday of November.")]
    public void The_market_keeps_full_hours(string date) => Assert.That(Exchange.HoursOn(date), Is.EqualTo("09:30-16:00"));

    [TestCase("2001-09-11", "September 11 attacks")]
    [TestCase("2001-09-12", "September 11 attacks")]
    [TestCase("2001-09-13", "September 11 attacks")]
    [TestCase("2001-09-14", "September 11 attacks")]
    [TestCase("2004-06-11", "mourning for President Reagan")]
    [TestCase("2007-01-02", "mourning for President Ford")]
    [TestCase("2012-10-29", "Hurricane Sandy")]
    [TestCase("2012-10-30", "Hurricane Sandy")]
    [TestCase("2018-12-05", "mourning for President George H. W. Bush")]
    [TestCase("2025-01-09", "mourning for President Carter")]
    public void The_market_was_closed_once(string date, string occasion) =>
        Assert.That(Exchange.WhyClosedAt($"{date} 12:00:00"), Is.EqualTo($"closed: {occasion}"));
}
