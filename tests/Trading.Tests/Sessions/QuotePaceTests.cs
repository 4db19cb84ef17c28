using NUnit.Framework;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>When quotes of symbols with open orders matter.</summary>
public sealed class QuotePaceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // March 2, 2026 is a Monday, and New York is five hours behind UTC.
    [TestCase("2026-03-02T08:57:59Z", ExpectedResult = false, TestName = "In_the_night_nothing_trades")]
    [TestCase("2026-03-02T08:58:00Z", ExpectedResult = true, TestName = "Quotes_are_there_two_minutes_before_trading_that_precedes_the_open")]
    [TestCase("2026-03-02T14:00:00Z", ExpectedResult = true, TestName = "Before_the_open_extended_hours_trade")]
    [TestCase("2026-03-02T15:00:00Z", ExpectedResult = true, TestName = "The_core_session_trades")]
    [TestCase("2026-03-03T00:59:59Z", ExpectedResult = true, TestName = "After_the_close_extended_hours_trade")]
    [TestCase("2026-03-03T01:00:00Z", ExpectedResult = false, TestName = "When_they_are_over_nothing_trades")]
    [TestCase("2026-02-28T15:00:00Z", ExpectedResult = false, TestName = "On_a_weekend_nothing_trades")]
    public bool A_stock_trades_in_its_market_s_hours(string instant) => QuotePace.MayTrade(SessionCalendars.Default.For("AAPL"), DateTimeOffset.Parse(instant, null));

    [Test]
    public void A_pair_trades_without_a_pause([Values("2026-02-28T03:00:00Z", "2026-03-02T15:00:00Z", "2026-12-25T12:00:00Z")] string instant) =>
        Assert.That(QuotePace.MayTrade(SessionCalendars.Default.For("BTC/USD"), DateTimeOffset.Parse(instant, null)), Is.True);

    [Test]
    public void In_a_lunch_break_nothing_trades_until_two_minutes_before_its_end()
    {
        var tokyo = SessionCalendars.Default["XTKS"];
        var pause = tokyo.On(new DateOnly(2026, 3, 2))!.Break!;

        Assert.That(QuotePace.MayTrade(tokyo, pause.Start), Is.False);
        Assert.That(QuotePace.MayTrade(tokyo, pause.End - QuotePace.Ahead), Is.True);
    }

    [Test]
    public void Where_nobody_knows_the_hours_it_may_trade() =>
        Assert.That(QuotePace.MayTrade(SessionCalendars.Default.For("AAPL"), new DateTimeOffset(2190, 1, 1, 0, 0, 0, TimeSpan.Zero)), Is.True);

    [TestCase(true, false, ExpectedResult = 1)]
    [TestCase(true, true, ExpectedResult = 1)]
    [TestCase(false, true, ExpectedResult = 1)]
    [TestCase(false, false, ExpectedResult = 30)]
    public double A_question_is_seldom_only_where_nothing_trades_and_nothing_is_due(bool mayTrade, bool isDueSoon) => QuotePace.Of(mayTrade, isDueSoon, Second).TotalSeconds;

    [Test]
    public void Whoever_asks_seldom_anyway_asks_no_more_often_while_the_market_is_closed() =>
        Assert.That(QuotePace.Of(mayTrade: false, isDueSoon: false, 60 * Second), Is.EqualTo(60 * Second));

    [Test]
    public void No_pause_reaches_from_before_the_time_ahead_to_the_open() => Assert.That(QuotePace.Ahead, Is.GreaterThan(QuotePace.WhileClosed).And.GreaterThan(TimeSpan.FromMinutes(1)));
}
