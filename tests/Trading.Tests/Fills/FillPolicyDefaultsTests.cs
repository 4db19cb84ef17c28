using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Fills;

public sealed class FillPolicyDefaultsTests
{
    private static readonly OrderTerms Limit = new() { Qty = 1, OrderType = OrdType.Limit, LimitPrice = 10, TimeInForce = TimeInForce.Day, MaxSlippageBps = 50 };

    [Test]
    public void A_strategy_that_is_not_named_rests()
    {
        Assert.That(FillPolicyDefaults.None.For("s", Limit), Is.EqualTo(IntentFillPolicy.Rest));
        Assert.That(FillPolicyDefaults.Parse("a=escalate,after_s=5").For("s", Limit), Is.EqualTo(IntentFillPolicy.Rest));
    }

    [Test]
    public void Each_strategy_has_its_own()
    {
        var defaults = FillPolicyDefaults.Parse("a=escalate,after_s=5; b:1=complete_or_cancel,after_s=60,min_filled=0.5");

        Assert.That(defaults.For("a", Limit), Is.EqualTo(new IntentFillPolicy { Type = FillPolicyType.Escalate, AfterS = 5 }));
        Assert.That(defaults.For("b:1", Limit), Is.EqualTo(new IntentFillPolicy { Type = FillPolicyType.CompleteOrCancel, AfterS = 60, MinFilled = 0.5m }));
    }

    [Test]
    public void A_line_that_cannot_be_repriced_rests_under_a_default_that_would()
    {
        var defaults = FillPolicyDefaults.Parse("a=reprice_remainder,interval_s=5,step_bps=10,times=2");

        Assert.That(defaults.For("a", Limit).Type, Is.EqualTo(FillPolicyType.RepriceRemainder));
        foreach (var terms in new[]
        {
            Limit with { OrderType = OrdType.Market }, Limit with { TimeInForce = TimeInForce.Ioc }, Limit with { MaxSlippageBps = null }, Limit with { MaxSlippageBps = 9 },
        })
        {
            Assert.That(defaults.For("a", terms), Is.EqualTo(IntentFillPolicy.Rest), terms.ToString());
        }
    }

    [TestCase("a", "is no STRATEGY=POLICY in 'a'")]
    [TestCase("a=rest;a=rest", "names the strategy a twice")]
    [TestCase("a=hope", "$.type")]
    [TestCase("a=escalate", "$.after_s: Required for escalate.")]
    [TestCase("a=rest,after_s=5", "$.after_s: Not allowed for rest.")]
    [TestCase("a=escalate,after_s=0", "$.after_s: Must be at least 1")]
    [TestCase("a=escalate,after_s", "is no field=number in 'after_s'")]
    [TestCase("a=escalate,after_s=\"5\"", "$.after_s")]
    public void A_text_that_is_not_understood_is_refused_and_the_part_is_named(string text, string said) =>
        Assert.That(() => FillPolicyDefaults.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(said));
}
