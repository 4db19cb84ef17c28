using CsCheck;
using NUnit.Framework;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;
using static Pipeline.Trading.Tests.Orders.SomeOrder;

namespace Pipeline.Trading.Tests.Orders;

public sealed class GrantTests
{
    private static readonly SessionStatus Open = SessionCalendars.Default.For("AAPL").At(Now);

    [Test]
    public void In_session_in_time_and_never_sent_it_may_go_out() =>
        Assert.That(Decide([]), Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void What_may_be_at_the_venue_is_not_sent_again() =>
        Assert.That(Decide([new EarlierClaim(1, 10, IsProvenAbsent: false)]), Is.EqualTo(new Verdict.Deny("CONSERVATION", "committed=10, qty=10")));

    [Test]
    public void What_is_proven_absent_may_be_sent_again() =>
        Assert.That(Decide([new EarlierClaim(1, 10, IsProvenAbsent: true)]), Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void The_permitted_quantity_never_exceeds_the_lines() =>
        Gen.Select(Gen.Int[1, 10], Gen.Bool).Select((qty, absent) => new EarlierClaim(1, qty, absent)).Array[0, 5].Sample(earlier =>
            Decide(earlier) is not Verdict.Accept || earlier.Where(claim => !claim.IsProvenAbsent).Sum(claim => claim.Qty) + 10 <= 10);

    [Test]
    public void The_last_instant_is_in_time_and_valid_until_itself_is_not()
    {
        var order = Buy() with { ValidUntil = Now };

        Assert.That(Decide([], order, now: Now.AddTicks(-1)), Is.EqualTo(new Verdict.Accept()));
        Assert.That(Decide([], order), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("INTENT_EXPIRED"));
    }

    [Test]
    public void A_session_that_is_not_known_is_closed() =>
        Assert.That(Decide([], session: new SessionStatus.Unknown("out of range")), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("SESSION_UNKNOWN"));

    [Test]
    public void A_closed_market_is_no_permission() =>
        Assert.That(Decide([], session: new SessionStatus.Closed(null, "holiday")), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("SESSION_CLOSED"));

    private static Verdict Decide(EarlierClaim[] earlier, Order? order = null, SessionStatus? session = null, DateTimeOffset? now = null) =>
        Grant.Decide(order ?? Buy(), earlier, session ?? Open, ClosedMarketPolicy.Deny, now ?? Now);
}
