using NUnit.Framework;
using Pipeline.Trading.Rules;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>Each rule at its edge: at the limit an order passes, one step over it does not.</summary>
public sealed class BoundaryTests
{
    private static IEnumerable<TestCaseData> Pairs =>
        BoundaryPairs.All.Select(pair => new TestCaseData(pair).SetArgDisplayNames($"{pair.Code}: {pair.What}"));

    [TestCaseSource(nameof(Pairs))]
    public void At_the_limit_it_passes_and_one_step_over_it_is_denied(object of)
    {
        var pair = (BoundaryPairs.Pair)of;
        var rule = RuleBook.All.Single(rule => rule.Code == pair.Code);

        Assert.That(rule.Check(pair.At).Passed, Is.True, rule.Check(pair.At).Detail);
        Assert.That(rule.Check(pair.Over).Passed, Is.False, rule.Check(pair.Over).Detail);
    }

    [TestCaseSource(nameof(Pairs))]
    public void What_is_over_is_judged_by_the_whole_book(object of)
    {
        var pair = (BoundaryPairs.Pair)of;

        var failed = RuleBook.Check(pair.Over).Where(result => !result.Passed).Select(result => result.Code);

        Assert.That(failed, Does.Contain(pair.Code));
    }

    [Test]
    public void Every_rule_has_its_pair() => Assert.That(
        BoundaryPairs.All.Select(pair => pair.Code).Distinct(), Is.EquivalentTo(RuleBook.All.Select(rule => rule.Code)), "add a pair to BoundaryPairs");

    [Test]
    public void Every_limit_is_some_rules() => Assert.That(
        RuleBook.All.SelectMany(rule => rule.Limits).Select(limit => limit.Name), Is.EquivalentTo(Pipeline.Trading.Limits.AllLimits.All.Select(limit => limit.Name)));
}
