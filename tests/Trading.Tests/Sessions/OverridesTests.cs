using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>The file by which an operator changes single days.</summary>
public sealed class OverridesTests
{
    [Test]
    public void A_day_can_be_closed_close_early_and_open_late()
    {
        var calendar = With("""{"date":"2026-03-05","closed":true,"reason":"mourning"},{"date":"2026-03-06","close":"13:00","reason":"storm"},{"date":"2026-03-09","open":"10:30","reason":"ceremony"}""");

        Assert.That(calendar.HoursOn("2026-03-04"), Is.EqualTo("09:30-16:00"));
        Assert.That(calendar.WhyClosedAt("2026-03-05 12:00:00"), Is.EqualTo("closed: mourning"));
        Assert.That(calendar.HoursOn("2026-03-06"), Is.EqualTo("09:30-13:00"));
        Assert.That(calendar.WhyClosedAt("2026-03-06 13:00:00"), Is.EqualTo("after early close: storm"));
        Assert.That(calendar.HoursOn("2026-03-09"), Is.EqualTo("10:30-16:00"));
    }

    [Test]
    public void A_late_open_leaves_the_early_close_of_its_day_alone() =>
        Assert.That(With("""{"date":"2026-11-27","open":"10:00","reason":"ceremony"}""").HoursOn("2026-11-27"), Is.EqualTo("10:00-13:00"));

    [Test]
    public void Trading_after_an_early_close_ends_early_too() =>
        Assert.That(
            With("""{"date":"2026-03-06","close":"13:00","reason":"storm"}""").On(new(2026, 3, 6))?.Extended?.Close,
            Is.EqualTo(NewYork.Time("2026-03-06 17:00:00")));

    [Test]
    public void Other_markets_stay_as_they_are()
    {
        var overrides = OverridesReader.Read("""{"markets":{"XNYS":[{"date":"2026-03-05","closed":true,"reason":"mourning"}]}}""");
        var calendars = SessionCalendars.Default.With(overrides);

        Assert.That(calendars["XNAS"].On(new(2026, 3, 5)), Is.EqualTo(SessionCalendars.Default["XNAS"].On(new(2026, 3, 5))));
        Assert.That(calendars.IsOpen("AAPL", NewYork.Time("2026-03-05 12:00:00")), Is.False);
        Assert.That(calendars.IsOpen("BTC/USD", NewYork.Time("2026-03-05 12:00:00")), Is.True);
    }

    [Test]
    public void What_is_closed_already_may_be_closed_again() =>
        Assert.That(With("""{"date":"2025-01-09","closed":true,"reason":"said before"}""").HoursOn("2025-01-09"), Is.EqualTo("closed"));

    [Test]
    public void A_market_around_the_clock_can_be_closed_for_a_day()
    {
        var calendars = SessionCalendars.Default.With(OverridesReader.Read("""{"markets":{"24/7":[{"date":"2026-03-05","closed":true,"reason":"upgrade"}]}}"""));

        Assert.That(
            calendars["24/7"].At(DateTimeOffset.Parse("2026-03-05T12:00:00Z")),
            Is.EqualTo(new SessionStatus.Closed(DateTimeOffset.Parse("2026-03-06T00:00:00Z"), "closed: upgrade")));
    }

    [TestCase("open", "11:30", "$.markets.XTKS[0].open: XTKS has a break from 11:30 to 12:30 and can't open in it; write 12:30, or a time outside it")]
    [TestCase("open", "12:29", "$.markets.XTKS[0].open: XTKS has a break from 11:30 to 12:30 and can't open in it; write 12:30, or a time outside it")]
    [TestCase("close", "11:31", "$.markets.XTKS[0].close: XTKS has a break from 11:30 to 12:30 and can't close in it; write 11:30, or a time outside it")]
    [TestCase("close", "12:30", "$.markets.XTKS[0].close: XTKS has a break from 11:30 to 12:30 and can't close in it; write 11:30, or a time outside it")]
    public void A_session_can_neither_open_nor_close_in_its_break(string field, string time, string fault) => Assert.That(
        () => OverridesReader.Read($$$"""{"markets":{"XTKS":[{"date":"2026-03-05","{{{field}}}":"{{{time}}}","reason":"storm"}]}}"""),
        Throws.TypeOf<OverridesException>().With.Message.EqualTo(fault));

    [TestCase("open", "12:30", "2026-03-05T03:30:00Z", "2026-03-05T06:30:00Z")]
    [TestCase("close", "11:30", "2026-03-05T00:00:00Z", "2026-03-05T02:30:00Z")]
    public void A_session_may_open_after_its_break_or_close_before_it_and_has_none_then(string field, string time, string open, string close)
    {
        var overrides = OverridesReader.Read($$$"""{"markets":{"XTKS":[{"date":"2026-03-05","{{{field}}}":"{{{time}}}","reason":"storm"}]}}""");

        Assert.That(
            SessionCalendars.Default.With(overrides)["XTKS"].On(new(2026, 3, 5)) is { } day ? (day.Open, day.Close, day.Break) : default,
            Is.EqualTo((DateTimeOffset.Parse(open), DateTimeOffset.Parse(close), (SessionBreak?)null)));
    }

    [Test]
    public void The_same_text_has_the_same_version_and_another_one_another()
    {
        var versions = new[] { """{"markets":{}}""", """{"markets":{}}""", """{"markets": {}}""" }.Select(text => OverridesReader.Read(text).Version).ToList();

        Assert.That(versions[1], Is.EqualTo(versions[0]));
        Assert.That(versions[2], Is.Not.EqualTo(versions[0]));
    }

    [TestCase("""{"markets":{"XABC":[]}}""", "$.markets.XABC: there is no such market")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","closed":true,"reason":"a"},{"date":"2026-03-05","close":"13:00","reason":"b"}]}}""", "$.markets.XNYS[1].date: XNYS has 2026-03-05 twice")]
    [TestCase("""{"markets":{"XNYS":[{"date":"5 March","closed":true,"reason":"a"}]}}""", "$.markets.XNYS[0].date: '5 March' is no day")]
    [TestCase("""{"markets":{"XNYS":[{"date":"1999-12-31","closed":true,"reason":"a"}]}}""", "$.markets.XNYS[0].date: XNYS is known from 2000-01-01 to 2035-12-31 only")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","closed":true,"reason":""}]}}""", "$.markets.XNYS[0].reason: must have 1 to 200 characters")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","reason":"a"}]}}""", "$.markets.XNYS[0]: say either")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","closed":true,"close":"13:00","reason":"a"}]}}""", "$.markets.XNYS[0]: say either")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","close":"1pm","reason":"a"}]}}""", "$.markets.XNYS[0].close: '1pm' is no time of day")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","close":"09:00","reason":"a"}]}}""", "$.markets.XNYS[0]: the session would open at 14:30Z and close at 14:00Z")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-07-03","close":"13:00","reason":"a"}]}}""", "$.markets.XNYS[0].date: XNYS has no session on 2026-07-03")]
    [TestCase("""{"markets":{"24/5":[{"date":"2026-03-05","close":"13:00","reason":"a"}]}}""", "$.markets.24/5[0]: 24/5 has no hours")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","closd":true,"reason":"a"}]}}""", "$.markets.XNYS[0].closd: there is no such field")]
    [TestCase("""{"markets":{"XNYS":[{"date":"2026-03-05","closed":true}]}}""", "$.markets.XNYS[0]: ")]
    [TestCase("""{"markets":{"XNYS":[{"date":null,"closed":true,"reason":"a"}]}}""", "$.markets.XNYS[0].date: ")]
    [TestCase("""{"markets":{},"markets":{}}""", "$")]
    [TestCase("""{"market":{}}""", "$.market: there is no such field")]
    [TestCase("""null""", "$: is null")]
    [TestCase("""{"markets":{""", "$")]
    [TestCase("", "$")]
    public void What_is_not_understood_is_named_with_its_place(string json, string fault) =>
        Assert.That(() => OverridesReader.Read(json), Throws.TypeOf<OverridesException>().With.Message.StartsWith(fault));

    [Test]
    public void All_faults_are_told_at_once() =>
        Assert.That(
            () => OverridesReader.Read("""{"markets":{"XABC":[],"XNYS":[{"date":"x","closed":true,"reason":""}]}}"""),
            Throws.TypeOf<OverridesException>().With.Message.Matches(@"XABC[\s\S]*reason[\s\S]*date"));

    [Test]
    public void The_published_schema_is_the_one_that_is_read_by() => Page.FileIsFresh("session-overrides.schema.json", OverridesSchema.Json);

    private static ISessionCalendar With(string days) => SessionCalendars.Default.With(OverridesReader.Read("""{"markets":{"XNYS":[""" + days + "]}}"))["XNYS"];
}
