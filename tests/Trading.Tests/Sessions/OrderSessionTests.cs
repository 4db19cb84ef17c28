using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>Which order the market takes when, by its type and time in force.</summary>
public sealed class OrderSessionTests
{
    private const string Open = "open";

    // Tuesday 10 March 2026 is a full day; Friday 27 November one that closes at one.
    [TestCase(TimeInForce.Day, "2026-03-10 09:29:59", "SESSION_CLOSED")]
    [TestCase(TimeInForce.Day, "2026-03-10 09:30:00", Open)]
    [TestCase(TimeInForce.Day, "2026-03-10 15:59:59", Open)]
    [TestCase(TimeInForce.Day, "2026-03-10 16:00:00", "SESSION_CLOSED")]
    [TestCase(TimeInForce.Ioc, "2026-03-10 16:00:00", "SESSION_CLOSED")]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 03:59:59", "SESSION_CLOSED")]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 04:00:00", Open)]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 12:00:00", Open)]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 19:59:59", Open)]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 20:00:00", "SESSION_CLOSED")]
    [TestCase(TimeInForce.ExtendedHours, "2026-11-27 16:59:59", Open, Description = "After an early close trading ends at five.")]
    [TestCase(TimeInForce.ExtendedHours, "2026-11-27 17:00:00", "SESSION_CLOSED")]
    [TestCase(TimeInForce.Opg, "2026-03-10 04:00:00", Open)]
    [TestCase(TimeInForce.Opg, "2026-03-10 09:27:59", Open)]
    [TestCase(TimeInForce.Opg, "2026-03-10 09:28:00", "SESSION_CUTOFF")]
    [TestCase(TimeInForce.Opg, "2026-03-10 12:00:00", "SESSION_CUTOFF")]
    [TestCase(TimeInForce.Cls, "2026-03-10 12:00:00", Open)]
    [TestCase(TimeInForce.Cls, "2026-03-10 15:49:59", Open)]
    [TestCase(TimeInForce.Cls, "2026-03-10 15:50:00", "SESSION_CUTOFF")]
    [TestCase(TimeInForce.Cls, "2026-11-27 12:49:59", Open)]
    [TestCase(TimeInForce.Cls, "2026-11-27 12:50:00", "SESSION_CUTOFF")]
    public void New_York_takes_a_limit_order_at_this_time(TimeInForce timeInForce, string local, string code) => Assert.That(CodeOf(Ask(timeInForce, local)), Is.EqualTo(code));

    [Test]
    public void Nasdaqs_closing_cross_takes_orders_five_minutes_longer_where_the_venue_does()
    {
        Assert.That(Nasdaq("paper"), Is.EqualTo(OrderSession.TimeInForceNotTaken), "the paper venue has no auctions");
        Assert.That(Nasdaq("alpaca"), Is.EqualTo(OrderSession.Cutoff), "Alpaca takes none after 15:50, whatever the market does");
        Assert.That(SessionCalendars.Default["XNAS"].On(new(2026, 3, 10))?.Extended?.ClosingCutoff, Is.EqualTo(Time("2026-03-10 15:55:00")));

        static string Nasdaq(string venue) => CodeOf(OrderSession.Of(
            SessionCalendars.Default["XNAS"], VenueHours.Of(venue), TimeInForce.Cls, OrdType.Market, TimeSpan.Zero, Time("2026-03-10 15:52:00")));
    }

    [TestCase(TimeInForce.ExtendedHours, OrdType.Market, false)]
    [TestCase(TimeInForce.ExtendedHours, OrdType.Limit, true)]
    [TestCase(TimeInForce.ExtendedHours, OrdType.StopLimit, false)]
    [TestCase(TimeInForce.Opg, OrdType.Market, true)]
    [TestCase(TimeInForce.Opg, OrdType.Stop, false)]
    [TestCase(TimeInForce.Cls, OrdType.Market, true)]
    [TestCase(TimeInForce.Cls, OrdType.StopLimit, false)]
    [TestCase(TimeInForce.Day, OrdType.StopLimit, true)]
    public void A_time_in_force_takes_these_order_types(TimeInForce timeInForce, OrdType type, bool taken)
    {
        var at = timeInForce == TimeInForce.Day ? "2026-03-10 12:00:00" : "2026-03-10 09:00:00";

        Assert.That(CodeOf(Ask(timeInForce, at, type)), Is.EqualTo(taken ? Open : OrderSession.OrderTypeNotTaken));
    }

    [TestCase("XLON", TimeInForce.Opg)]
    [TestCase("XTKS", TimeInForce.Cls)]
    [TestCase("24/7", TimeInForce.ExtendedHours)]
    public void Where_no_such_hours_are_known_the_order_is_not_taken(string market, TimeInForce timeInForce) => Assert.That(
        CodeOf(OrderSession.Of(SessionCalendars.Default[market], VenueHours.Of("alpaca"), timeInForce, OrdType.Limit, TimeSpan.Zero, Time("2026-03-10 12:00:00"))),
        Is.EqualTo(OrderSession.TimeInForceNotTaken));

    [TestCase("2026-03-10 15:54:59", Open)]
    [TestCase("2026-03-10 15:55:00", "SESSION_CLOSING")]
    [TestCase("2026-03-10 16:00:00", "SESSION_CLOSED")]
    [TestCase("2026-11-27 12:54:59", Open)]
    [TestCase("2026-11-27 12:55:00", "SESSION_CLOSING")]
    public void A_buffer_keeps_its_distance_to_the_close(string local, string code) =>
        Assert.That(CodeOf(Ask(TimeInForce.Day, local, buffer: TimeSpan.FromMinutes(5))), Is.EqualTo(code));

    [Test]
    public void What_the_buffer_keeps_out_may_go_out_at_the_next_open() =>
        Assert.That(
            (Ask(TimeInForce.Day, "2026-03-13 15:58:00", buffer: TimeSpan.FromMinutes(5)).Status as SessionStatus.Closed)?.NextOpen, Is.EqualTo(Time("2026-03-16 09:30:00")));

    // 10 March 2026 is a Tuesday, 13 March a Friday.
    [TestCase("24/7", "2026-03-10T23:56:00Z", Open)]
    [TestCase("24/7", "2026-03-13T23:56:00Z", Open)]
    [TestCase("24/5", "2026-03-10T23:56:00Z", Open)]
    [TestCase("24/5", "2026-03-13T23:54:59Z", Open)]
    [TestCase("24/5", "2026-03-13T23:56:00Z", "SESSION_CLOSING")]
    public void It_keeps_none_to_a_midnight_at_which_the_market_trades_on(string market, string utc, string code) =>
        Assert.That(CodeOf(AroundTheClock(market, utc)), Is.EqualTo(code));

    [TestCase("24/7", "2026-03-10T23:50:00Z", "2026-03-11T00:00:00Z", Description = "Nothing is checked beyond the session.")]
    [TestCase("24/5", "2026-03-13T23:50:00Z", "2026-03-13T23:55:00Z")]
    public void Around_the_clock_a_permission_to_send_ends_with_the_day(string market, string utc, string until) =>
        Assert.That(AroundTheClock(market, utc).Until, Is.EqualTo(DateTimeOffset.Parse(until)));

    [TestCase(TimeInForce.Day, "2026-03-10 12:00:00", "2026-03-10 15:55:00")]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 12:00:00", "2026-03-10 19:55:00")]
    [TestCase(TimeInForce.Opg, "2026-03-10 09:00:00", "2026-03-10 09:28:00")]
    [TestCase(TimeInForce.Cls, "2026-03-10 12:00:00", "2026-03-10 15:50:00")]
    public void A_permission_to_send_ends_when_the_market_takes_the_order_no_more(TimeInForce timeInForce, string local, string until) =>
        Assert.That(Ask(timeInForce, local, buffer: TimeSpan.FromMinutes(5)).Until, Is.EqualTo(Time(until)));

    [Test]
    public void In_Tokyo_it_ends_at_the_lunch_break()
    {
        var morning = DateTimeOffset.Parse("2026-03-10T10:00:00+09:00");

        Assert.That(
            OrderSession.Of(SessionCalendars.Default["XTKS"], VenueHours.Of("alpaca"), TimeInForce.Day, OrdType.Limit, TimeSpan.FromMinutes(5), morning).Until,
            Is.EqualTo(DateTimeOffset.Parse("2026-03-10T11:30:00+09:00")));
    }

    [TestCase(TimeInForce.Opg, "2026-03-13 12:00:00", "2026-03-16 04:00:00", Description = "A Friday's cut-off has passed: Monday.")]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-14 12:00:00", "2026-03-16 04:00:00")]
    public void What_comes_too_late_waits_for_the_next_session(TimeInForce timeInForce, string local, string next) =>
        Assert.That((Ask(timeInForce, local).Status as SessionStatus.Closed)?.NextOpen, Is.EqualTo(Time(next)));

    // Alpaca keeps day orders for the next session, auction orders from 19:00 until a trading day takes them at 04:00, and nothing that must trade at once.
    [TestCase(TimeInForce.Day, "2026-03-10 16:00:00", true)]
    [TestCase(TimeInForce.Gtc, "2026-03-14 12:00:00", true)]
    [TestCase(TimeInForce.Ioc, "2026-03-10 16:00:00", false)]
    [TestCase(TimeInForce.Fok, "2026-03-10 16:00:00", false)]
    [TestCase(TimeInForce.Opg, "2026-03-10 18:59:59", false)]
    [TestCase(TimeInForce.Opg, "2026-03-10 19:00:00", true)]
    [TestCase(TimeInForce.Cls, "2026-03-10 19:00:00", true)]
    [TestCase(TimeInForce.Opg, "2026-03-11 00:00:00", true)]
    [TestCase(TimeInForce.Cls, "2026-03-11 03:59:59", true)]
    [TestCase(TimeInForce.Opg, "2026-03-14 02:00:00", true, Description = "The night from Friday to Saturday.")]
    [TestCase(TimeInForce.Opg, "2026-03-14 12:00:00", false, Description = "Nobody says what becomes of it on a Saturday in the daytime.")]
    [TestCase(TimeInForce.Opg, "2026-03-15 19:00:00", true)]
    [TestCase(TimeInForce.ExtendedHours, "2026-03-10 21:00:00", false)]
    public void The_venue_keeps_it_for_the_next_session(TimeInForce timeInForce, string local, bool keeps) =>
        Assert.That((Ask(timeInForce, local).Status as SessionStatus.Closed)?.IsKeptByVenue, Is.EqualTo(keeps));

    [Test]
    public void Within_the_buffer_the_venue_keeps_nothing_since_it_would_trade() =>
        Assert.That((Ask(TimeInForce.Day, "2026-03-10 15:58:00", buffer: TimeSpan.FromMinutes(5)).Status as SessionStatus.Closed)?.IsKeptByVenue, Is.False);

    [Test]
    public void Unknown_stays_unknown_for_every_order([Values] TimeInForce timeInForce) =>
        Assert.That(Ask(timeInForce, "2036-03-10 12:00:00").Status, Is.TypeOf<SessionStatus.Unknown>());

    [TestCase("2026-03-10 03:59:59", SessionPhase.Closed)]
    [TestCase("2026-03-10 04:00:00", SessionPhase.Pre)]
    [TestCase("2026-03-10 09:30:00", SessionPhase.Core)]
    [TestCase("2026-03-10 16:00:00", SessionPhase.Post)]
    [TestCase("2026-03-10 20:00:00", SessionPhase.Closed)]
    [TestCase("2026-11-27 13:00:00", SessionPhase.Post)]
    [TestCase("2026-11-27 17:00:00", SessionPhase.Closed)]
    [TestCase("2026-03-14 12:00:00", SessionPhase.Closed)]
    [TestCase("2001-06-08 11:00:00", SessionPhase.Break)]
    [TestCase("2036-03-10 12:00:00", SessionPhase.Closed)]
    public void A_day_has_phases(string local, SessionPhase phase) => Assert.That(SessionPhases.At(Exchange, Time(local)), Is.EqualTo(phase));

    private static OrderSession AroundTheClock(string market, string utc) => OrderSession.Of(
        SessionCalendars.Default[market], VenueHours.Of("binance"), TimeInForce.Gtc, OrdType.Limit, TimeSpan.FromMinutes(5), DateTimeOffset.Parse(utc));

    private static OrderSession Ask(TimeInForce timeInForce, string local, OrdType type = OrdType.Limit, TimeSpan buffer = default) =>
        OrderSession.Of(Exchange, VenueHours.Of("alpaca"), timeInForce, type, buffer, Time(local));

    private static string CodeOf(OrderSession session) => session.Status switch
    {
        SessionStatus.Open => Open,
        SessionStatus.Closed closed => closed.Code,
        SessionStatus.NotTaken never => never.Code,
        _ => "unknown",
    };
}
