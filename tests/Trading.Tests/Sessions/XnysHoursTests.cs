using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>The days with other hours than 09:30 to 16:00, and those one might take for such a day.</summary>
public sealed class XnysHoursTests
{
    [TestCase("2000-07-03", Description = "Monday 3 July.")]
    [TestCase("2001-07-03", Description = "Tuesday 3 July.")]
    [TestCase("2003-07-03", Description = "Thursday 3 July.")]
    [TestCase("2013-07-03", Description = "Wednesday 3 July, from 2013 on.")]
    [TestCase("2024-07-03", Description = "Wednesday 3 July, from 2013 on.")]
    [TestCase("2002-07-05", Description = "Friday 5 July, until 2012.")]
    [TestCase("2003-12-26", Description = "Once only.")]
    [TestCase("2015-12-24", Description = "A Thursday Christmas Eve.")]
    [TestCase("2018-12-24", Description = "A Monday Christmas Eve.")]
    [TestCase("2026-12-24", Description = "A Thursday Christmas Eve.")]
    [TestCase("2026-11-27", Description = "The day after Thanksgiving Day.")]
    [TestCase("2019-11-29", Description = "The fifth Friday of November, after the fourth Thursday.")]
    public void The_market_closes_at_one(string date) => Assert.That(Exchange.HoursOn(date), Is.EqualTo("09:30-13:00"));

    [TestCase("2015-07-02", Description = "Before an observed holiday.")]
    [TestCase("2020-07-02", Description = "Before an observed holiday.")]
    [TestCase("2026-07-02", Description = "Before an observed holiday.")]
    [TestCase("2022-12-23", Description = "Friday before a Monday holiday.")]
    [TestCase("2021-07-02", Description = "Friday before a Monday holiday.")]
    [TestCase("2027-12-23", Description = "Before an observed holiday.")]
    [TestCase("2002-07-03", Description = "Wednesday 3 July, before 2013.")]
    [TestCase("2013-07-05", Description = "Friday 5 July, after 2012.")]
    [TestCase("2019-07-05", Description = "Friday 5 July, after 2012.")]
    [TestCase("2008-12-26", Description = "Friday after Christmas Day, not 2003.")]
    [TestCase("2025-12-26", Description = "Friday after Christmas Day, not 2003.")]
    [TestCase("2024-12-31", Description = "New Year's Eve is a full day.")]
    public void The_market_does_not_close_early(string date) => Assert.That(Exchange.HoursOn(date), Is.EqualTo("09:30-16:00"));

    [TestCase("2001-09-17", "09:33-16:00")]
    [TestCase("2001-10-08", "09:31-16:00")]
    [TestCase("2002-09-11", "12:00-16:00")]
    [TestCase("2003-03-20", "09:32-16:00")]
    [TestCase("2004-06-07", "09:32-16:00")]
    [TestCase("2005-06-01", "09:30-15:56")]
    [TestCase("2006-12-27", "09:32-16:00")]
    [TestCase("2009-07-02", "09:30-16:15")]
    public void The_market_kept_odd_hours_once(string date, string hours) => Assert.That(Exchange.HoursOn(date), Is.EqualTo(hours));

    [TestCase("2001-06-08 10:09:59", true)]
    [TestCase("2001-06-08 10:10:00", false)]
    [TestCase("2001-06-08 11:34:59", false)]
    [TestCase("2001-06-08 11:35:00", true)]
    public void The_market_halted_inside_the_session_of_8_June_2001(string local, bool open) =>
        Assert.That(Exchange.IsOpenAt(local), Is.EqualTo(open));

    [Test]
    public void During_the_halt_the_next_open_is_its_end()
    {
        Assert.That(Exchange.NextOpenAfter("2001-06-08 10:30:00"), Is.EqualTo("2001-06-08 11:35:00"));
        Assert.That(Exchange.WhyClosedAt("2001-06-08 10:30:00"), Is.EqualTo("break: systems failure"));
    }

    [Test]
    public void Every_one_off_changes_the_day_it_names()
    {
        var market = Xnys.Definition;
        var withoutOneOffs = new RuleCalendar(market with
        {
            OneOffClosures = market.OneOffClosures.Clear(),
            OneOffHours = market.OneOffHours.Clear(),
        });
        var named = market.OneOffClosures.Keys.Concat(market.OneOffHours.Keys).Select(date => date.ToDateOnly());

        var changed = DaysFrom(new(2000, 1, 1), new(2035, 12, 31))
            .Where(date => Exchange.On(date) != withoutOneOffs.On(date)).ToList();

        Assert.That(changed, Is.EquivalentTo(named).And.Count.EqualTo(20));
    }
}
