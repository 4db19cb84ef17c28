using NUnit.Framework;
using Pipeline.Trading.Sessions;
using static Pipeline.Trading.Tests.Orders.SomeOrder;

namespace Pipeline.Trading.Tests.Orders;

public sealed class SessionGateTests
{
    private static readonly DateTimeOffset NextOpen = Now.AddHours(1);
    private static readonly SessionStatus Closed = new SessionStatus.Closed(NextOpen, "weekend");

    [Test]
    public void An_open_market_lets_it_through([Values] ClosedMarketPolicy policy) =>
        Assert.That(SessionGate.Decide(SessionCalendars.Default.For("AAPL").At(Now), policy, NextOpen, Now), Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void A_closed_market_denies_by_default() =>
        Assert.That(SessionGate.Decide(Closed, ClosedMarketPolicy.Deny, NextOpen.AddHours(1), Now), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("SESSION_CLOSED"));

    [Test]
    public void It_waits_for_the_open_when_told_to()
    {
        var verdict = SessionGate.Decide(Closed, ClosedMarketPolicy.HoldUntilOpen, NextOpen.AddTicks(1), Now);

        Assert.That(verdict, Is.TypeOf<Verdict.Hold>().With.Property("Until").EqualTo(NextOpen));
    }

    [Test]
    public void An_order_that_expires_by_the_open_is_not_held_for_it() =>
        Assert.That(SessionGate.Decide(Closed, ClosedMarketPolicy.HoldUntilOpen, NextOpen, Now), Is.TypeOf<Verdict.Deny>());

    [Test]
    public void Without_a_known_open_there_is_nothing_to_wait_for() => Assert.That(
        SessionGate.Decide(new SessionStatus.Closed(null, "holiday"), ClosedMarketPolicy.HoldUntilOpen, NextOpen, Now), Is.TypeOf<Verdict.Deny>());

    [Test]
    public void Unknown_means_closed([Values] ClosedMarketPolicy policy) => Assert.That(
        SessionGate.Decide(new SessionStatus.Unknown("year 2100"), policy, NextOpen, Now), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("SESSION_UNKNOWN"));

    [TestCase(ClosedMarketPolicy.Deny, typeof(Verdict.Deny))]
    [TestCase(ClosedMarketPolicy.HoldUntilOpen, typeof(Verdict.Hold))]
    [TestCase(ClosedMarketPolicy.SendQueued, typeof(Verdict.Accept))]
    public void What_the_venue_would_keep_is_sent_where_the_strategy_says_so(ClosedMarketPolicy policy, Type verdict) => Assert.That(
        SessionGate.Decide(new SessionStatus.Closed(NextOpen, "after close") { IsKeptByVenue = true }, policy, NextOpen.AddHours(1), Now), Is.TypeOf(verdict));

    [Test]
    public void What_the_venue_would_not_keep_waits_instead() => Assert.That(
        SessionGate.Decide(Closed, ClosedMarketPolicy.SendQueued, NextOpen.AddHours(1), Now), Is.TypeOf<Verdict.Hold>().With.Property("Until").EqualTo(NextOpen));

    [Test]
    public void What_no_session_takes_is_denied_with_its_own_code([Values] ClosedMarketPolicy policy) => Assert.That(
        SessionGate.Decide(new SessionStatus.NotTaken(OrderSession.OrderTypeNotTaken, "no"), policy, NextOpen.AddHours(1), Now),
        Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("SESSION_ORDER_TYPE"));

    [Test]
    public void A_strategy_has_its_own_policy_or_the_one_of_all()
    {
        var options = new SessionOptions { ClosedMarket = ClosedMarketPolicy.HoldUntilOpen, ClosedMarketByStrategy = ClosedMarketPolicies.Parse("a=deny; b=send_queued") };

        Assert.That(new[] { "a", "b", "c" }.Select(options.PolicyOf), Is.EqualTo(new[] { ClosedMarketPolicy.Deny, ClosedMarketPolicy.SendQueued, ClosedMarketPolicy.HoldUntilOpen }));
    }

    [TestCase("a", "is no STRATEGY=POLICY in 'a'; a policy is one of deny, hold_until_open, send_queued")]
    [TestCase("a=wait", "is no STRATEGY=POLICY in 'a=wait'")]
    [TestCase("a=deny;a=deny", "names the strategy a twice")]
    public void What_is_no_policy_is_refused(string text, string fault) =>
        Assert.That(() => ClosedMarketPolicies.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith(fault));
}
