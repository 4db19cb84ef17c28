using CsCheck;
using NUnit.Framework;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Rules;
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

    [Test]
    public void What_is_halted_is_no_permission_whatever_the_scope([Values("all", "venue:paper", "strategy:momentum-1", "symbol:AAPL")] string scope)
    {
        var verdict = Grant.Decide(Facts() with { Halts = [new Halt(scope, "alice", "drill", Now)] });

        Assert.That(verdict, Is.EqualTo(new Verdict.Deny("HALTED", $"scope={scope}, by=alice, at={Now:O}")));
    }

    [Test]
    public void A_venue_that_is_away_is_no_permission_where_the_policy_is_not_to_wait_but_what_is_over_is_told_as_that()
    {
        Assert.That(Grant.Decide(Facts() with { VenueDown = "breaker=open" }), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("VENUE_DOWN"));
        Assert.That(Grant.Decide(Facts() with { VenueDown = "breaker=open", CancelRequestedBy = "alice" }), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("CANCELED"));
    }

    [Test]
    public void A_reduce_only_halt_lets_an_order_through_that_closes_a_short_and_denies_one_that_opens_a_position()
    {
        Halt[] halts = [new Halt("symbol:AAPL", "alice", "drill", Now) { Mode = HaltMode.ReduceOnly }];

        Assert.That(Grant.Decide(Facts() with { Halts = halts, Holding = new Holding(-10, 0, 0) }), Is.EqualTo(new Verdict.Accept()));
        Assert.That(
            Grant.Decide(Facts() with { Halts = halts, Holding = new Holding(0, 2, 3) }),
            Is.EqualTo(new Verdict.Deny("REDUCE_ONLY", $"scope=symbol:AAPL, by=alice, at={Now:O}, side=Buy, qty=10, position=0, open_buy=2, open_sell=3")));
    }

    [Test]
    public void Of_two_halts_the_stricter_one_decides() => Assert.That(
        Grant.Decide(Facts() with
        {
            Halts = [new Halt("all", "alice", "x", Now) { Mode = HaltMode.ReduceOnly }, new Halt("symbol:AAPL", "bob", "x", Now)], Holding = new Holding(-10, 0, 0),
        }),
        Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("HALTED"));

    [Test]
    public void A_cancel_that_stands_is_no_permission() =>
        Assert.That(Grant.Decide(Facts() with { CancelRequestedBy = "alice" }), Is.EqualTo(new Verdict.Deny("CANCELED", "canceled_by=alice")));

    [Test]
    public void Who_is_denied_after_an_attempt_is_shown_the_proof_that_the_venue_has_nothing_of_it()
    {
        var verdict = Grant.Decide(Facts() with
        {
            Earlier = [new EarlierClaim(1, 10, IsProvenAbsent: true, "not found twice")], Order = Buy() with { ValidUntil = Now },
        });

        Assert.That(verdict, Is.TypeOf<Verdict.Deny>().With.Property("Detail").EndsWith("attempt_1=not found twice"));
    }

    [Test]
    public void After_two_sends_that_are_proven_absent_a_person_decides()
    {
        EarlierClaim[] twice = [new EarlierClaim(1, 10, IsProvenAbsent: true), new EarlierClaim(2, 10, IsProvenAbsent: true)];

        Assert.That(Decide(twice), Is.TypeOf<Verdict.Hold>().With.Property("Code").EqualTo(Grant.ResendLimit));
        Assert.That(Grant.Decide(Facts() with { Earlier = twice, IsResendWaived = true }), Is.EqualTo(new Verdict.Accept()));
        Assert.That(Grant.Decide(Facts() with { Earlier = twice, MaxSends = 3 }), Is.EqualTo(new Verdict.Accept()));
    }

    [Test]
    public void Tries_of_which_not_a_byte_left_do_not_count() => Assert.That(
        Decide([.. Enumerable.Range(1, 9).Select(attempt => new EarlierClaim(attempt, 10, IsProvenAbsent: true, IsSend: false))]),
        Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void What_forbids_a_send_ends_it_though_a_person_would_have_to_decide() => Assert.That(
        Decide([new EarlierClaim(1, 10, IsProvenAbsent: true), new EarlierClaim(2, 10, IsProvenAbsent: true)], Buy() with { ValidUntil = Now }),
        Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("INTENT_EXPIRED"));

    private static GrantFacts Facts() => new() { Order = Buy(), Earlier = [], Hours = new(Open, null), Now = Now };

    private static Verdict Decide(EarlierClaim[] earlier, Order? order = null, SessionStatus? session = null, DateTimeOffset? now = null) =>
        Grant.Decide(Facts() with { Earlier = earlier, Order = order ?? Buy(), Hours = new(session ?? Open, null), Now = now ?? Now });
}
