using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Fills.SomePolicy;
using static Pipeline.Trading.Tests.Orders.SomeOrder;

namespace Pipeline.Trading.Tests.Fills;

public sealed class FillPoliciesTests
{
    [Test]
    public void A_remainder_that_rests_is_left_alone_for_ever() =>
        Assert.That(Next(Working(IntentFillPolicy.Rest), seconds: 1_000_000), Is.TypeOf<FillAct.LetRest>());

    [TestCase(FillPolicyType.CancelRemainderAfter)]
    [TestCase(FillPolicyType.CompleteOrCancel)]
    [TestCase(FillPolicyType.Escalate)]
    public void Nothing_happens_before_its_time_and_something_at_it(FillPolicyType type)
    {
        var order = Working(After(type, 60, minFilled: 1));

        Assert.That(Next(order, seconds: 59.999), Is.EqualTo(new FillAct.Wait(Now.AddSeconds(60))));
        Assert.That(Next(order, seconds: 60), Is.Not.TypeOf<FillAct.Wait>());
    }

    [TestCase(OrdStatus.Calculated)]
    [TestCase(OrdStatus.DoneForDay)]
    public void Of_what_is_filled_whole_nothing_is_canceled_whatever_the_venue_says_of_it_afterwards(OrdStatus said) =>
        Assert.That(Next(Working(After(FillPolicyType.CancelRemainderAfter, 60), 10) with { OrdStatus = said, Standing = said }, 60), Is.EqualTo(new FillAct.LetRest("nothing of it is left")));

    [Test]
    public void What_is_left_after_its_time_is_canceled() =>
        Assert.That(Next(Working(After(FillPolicyType.CancelRemainderAfter, 60)), 60), Is.EqualTo(new FillAct.Cancel("6 left after 60 s")));

    [TestCase(4, false)]
    [TestCase(4.9, false)]
    [TestCase(5, true)]
    [TestCase(6, true)]
    public void The_share_itself_is_enough_for_the_rest_to_stay(decimal filled, bool rests)
    {
        var act = Next(Working(After(FillPolicyType.CompleteOrCancel, 60, minFilled: 0.5m), filled), 60);

        Assert.That(act is FillAct.LetRest, Is.EqualTo(rests));
        Assert.That(act is FillAct.CheckFills, Is.EqualTo(!rests), "what can't be undone is not done by what the stream has told");
    }

    [TestCase(4, false)]
    [TestCase(5, true)]
    public void Once_the_venue_has_said_what_is_filled_it_is_decided_for_good(decimal filled, bool rests)
    {
        var order = Working(After(FillPolicyType.CompleteOrCancel, 60, minFilled: 0.5m), filled);
        var act = FillPolicies.Next(new FillFacts(order, Now, 100, Now.AddSeconds(60)) { IsChecked = true });

        Assert.That(act is FillAct.LetRest, Is.EqualTo(rests));
        Assert.That(act is FillAct.Cancel, Is.EqualTo(!rests));
    }

    [TestCase(FillPolicyType.CancelRemainderAfter)]
    [TestCase(FillPolicyType.Escalate)]
    public void A_clock_that_is_set_back_puts_no_policy_off(FillPolicyType type)
    {
        var order = Working(After(type, 60));

        Assert.That(Next(order, seconds: -3600), Is.Not.TypeOf<FillAct.Wait>());
        Assert.That(Next(order, seconds: -1), Is.EqualTo(new FillAct.Wait(Now.AddSeconds(60))), "two clocks may be a little apart");
    }

    [Test]
    public void While_somebody_cancels_it_the_policy_looks_on()
    {
        var facts = new FillFacts(Working(After(FillPolicyType.CancelRemainderAfter, 60)), Now, 100, Now.AddSeconds(60));

        Assert.That(FillPolicies.Next(facts with { IsBeingCanceled = true }), Is.EqualTo(new FillAct.Wait(Now.AddSeconds(70))));
        Assert.That(FillPolicies.Next(facts), Is.TypeOf<FillAct.Cancel>(), "it came to nothing");
    }

    [Test]
    public void For_a_line_that_somebody_has_canceled_nothing_is_sent_but_what_is_left_may_be_canceled()
    {
        var stop = new LineStop(Line.Canceled, "canceled by ada", Now);
        FillAct Stopped(IntentFillPolicy policy) => FillPolicies.Next(new FillFacts(Working(policy), Now, 100, Now.AddSeconds(60)) { Stop = stop });

        Assert.That(Stopped(Reprice), Is.TypeOf<FillAct.LetRest>());
        Assert.That(Stopped(After(FillPolicyType.CancelRemainderAfter, 60)), Is.TypeOf<FillAct.Cancel>());
    }

    [Test]
    public void A_person_is_asked_about_a_remainder_that_nothing_was_filled_of_too() =>
        Assert.That(Next(Working(After(FillPolicyType.Escalate, 60), cumQty: 0), 60), Is.TypeOf<FillAct.Escalate>());

    [Test]
    public void Each_price_has_its_interval()
    {
        Assert.That(Next(Working(Reprice), 9.9), Is.TypeOf<FillAct.Wait>());
        Assert.That(Next(Working(Reprice), 10), Is.EqualTo(new FillAct.Replace(100.20m)));
    }

    [Test]
    public void After_so_many_prices_the_remainder_rests_at_the_last()
    {
        Assert.That(Next(Working(Reprice, generation: 3, price: 100.40m), 10), Is.EqualTo(new FillAct.Replace(100.60m)));
        Assert.That(Next(Working(Reprice, generation: 4, price: 100.60m), 10), Is.TypeOf<FillAct.Exhausted>());
    }

    [Test]
    public void What_the_venue_has_restated_is_not_repriced() =>
        Assert.That(Next(Working(Reprice) with { RestatedQty = 40 }, 10), Is.TypeOf<FillAct.Exhausted>());

    [Test]
    public void What_could_not_be_sent_again_is_not_canceled()
    {
        var order = Working(Reprice);

        Assert.That(Hindered(order, new Hindrance("all is halted", TimeSpan.FromSeconds(7))), Is.EqualTo(new FillAct.Wait(Now.AddSeconds(17))));
        Assert.That(FillPolicies.Next(new FillFacts(order with { ValidUntil = Now.AddSeconds(10) }, Now, 100, Now.AddSeconds(10))), Is.TypeOf<FillAct.Exhausted>());
    }

    [TestCase(OrdStatus.Filled)]
    [TestCase(OrdStatus.Canceled)]
    [TestCase(OrdStatus.Expired)]
    [TestCase(OrdStatus.Rejected)]
    [TestCase(OrdStatus.Denied)]
    public void What_is_done_has_no_remainder(OrdStatus done) =>
        Assert.That(Next(Working(Reprice) with { OrdStatus = done }, 60), Is.TypeOf<FillAct.LetRest>());

    private static FillAct Hindered(Order order, Hindrance hindrance) =>
        FillPolicies.Next(new FillFacts(order, Now, 100, Now.AddSeconds(10)) { Hindrance = hindrance });

    private static FillAct Next(Order order, double seconds) => FillPolicies.Next(new FillFacts(order, Now, 100, Now.AddSeconds(seconds)));
}
