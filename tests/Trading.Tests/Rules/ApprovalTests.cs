using NUnit.Framework;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>What waits for a person, and what is paper-only.</summary>
public sealed class ApprovalTests
{
    private static readonly ApprovalOptions Above1000 = new() { AboveNotional = 1_000 };

    [Test]
    public void At_the_notional_it_passes_and_above_it_waits_for_a_person()
    {
        Assert.That(Judge(Of(Limit(100)) with { Approvals = Above1000 }), Is.EqualTo(new Verdict.Accept()));
        Assert.That(
            Judge(Of(Limit(100, 10.01m)) with { Approvals = Above1000 }),
            Is.EqualTo(new Verdict.Hold("APPROVAL_REQUIRED", "notional=1001.00, above=1000, strategy=momentum-1, strategies=none", null)));
    }

    [Test]
    public void What_has_no_price_is_not_taken_for_small() =>
        Assert.That(Passes<ApprovalRequired>(Of() with { Approvals = Above1000, Quote = null }), Is.False);

    [TestCase("momentum-1", false)]
    [TestCase("carry;momentum-1", false)]
    [TestCase("*", false)]
    [TestCase("momentum", true)]
    [TestCase("", true)]
    public void Every_order_of_a_watched_strategy_waits(string strategies, bool passes) =>
        Assert.That(Passes<ApprovalRequired>(Of() with { Approvals = new ApprovalOptions { Strategies = strategies } }), Is.EqualTo(passes));

    [Test]
    public void What_replaces_an_order_goes_on_under_its_lines_approval() => Assert.That(
        Passes<ApprovalRequired>(Of(SomeOrder.Buy() with { Generation = 2 }) with { Approvals = new ApprovalOptions { Strategies = "*" } }), Is.True);

    [Test]
    public void A_strategy_that_nobody_has_promoted_is_paper_only()
    {
        var live = Of(SomeOrder.Buy() with { Venue = "alpaca" });

        Assert.That(Judge(live), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo("STRATEGY_NOT_PROMOTED"));
        Assert.That(Passes<StrategyNotPromoted>(live with { PromotedBy = "alice" }), Is.True);
        Assert.That(Passes<StrategyNotPromoted>(live with { Approvals = new ApprovalOptions { PaperFirst = false } }), Is.True);
        Assert.That(Passes<StrategyNotPromoted>(Of()), Is.True, "at the paper venue");
    }

    [Test]
    public void A_waiver_can_not_promote_a_strategy() => Assert.That(
        Judge(Of(SomeOrder.Buy() with { Venue = "alpaca" }) with { Waivers = new Dictionary<string, string> { ["STRATEGY_NOT_PROMOTED"] = "alice" } }),
        Is.TypeOf<Verdict.Deny>());

    private static Verdict Judge(RuleFacts facts) => RuleBook.Judge(RuleBook.Check(facts));
}
