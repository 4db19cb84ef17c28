using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class AcceptedCashTests
{
    private const decimal Tolerance = 0.01m;

    [Test]
    public void The_fee_that_was_missing_explains_what_was_accepted() =>
        Assert.That(Explained([new(1, -3)], 3, [3]), Is.EqualTo(new[] { new AcceptedCash(1, 0) }));

    [Test]
    public void One_of_two_fees_leaves_the_other_unexplained() =>
        Assert.That(Explained([new(1, -8)], 3, [3]), Is.EqualTo(new[] { new AcceptedCash(1, -5) }));

    [Test]
    public void Fees_of_both_kinds_that_come_together_are_told_apart() =>
        Assert.That(Explained([new(1, -3)], 3, [0.4m, 3]), Is.EqualTo(new[] { new AcceptedCash(1, 0) }), "what was taken when it was listed is no explanation");

    [Test]
    public void Fees_that_come_together_explain_several_acceptances_the_oldest_first() =>
        Assert.That(Explained([new(1, -3), new(2, -8)], 8, [3, 5]), Is.EqualTo(new[] { new AcceptedCash(1, 0), new AcceptedCash(2, -3) }));

    [Test]
    public void What_is_given_back_late_explains_what_was_too_much() =>
        Assert.That(Explained([new(1, 3)], -3, [-3]), Is.EqualTo(new[] { new AcceptedCash(1, 0) }));

    [TestCase(200, -500, 3, TestName = "Money_that_is_paid_back_is_explained_by_no_fee")]
    [TestCase(3, -2, 3, TestName = "More_than_was_accepted_is_not_explained")]
    [TestCase(-3, -3, 3, TestName = "The_same_missing_again_is_not_explained")]
    public void Nothing_else_is_explained(decimal difference, decimal accepted, decimal fee) =>
        Assert.That(Explained([new(1, accepted)], difference, [fee]), Is.Null);

    [Test]
    public void Without_an_acceptance_nothing_is() => Assert.That(Explained([], 3, [3]), Is.Null);

    [Test]
    public void Of_more_fees_than_can_be_told_apart_nothing_is_said() =>
        Assert.That(Explained([new(1, -9)], 3, [1, 1, 1, 1, 1, 1, 1, 1, 1]), Is.Null);

    private static IReadOnlyList<AcceptedCash>? Explained(IReadOnlyList<AcceptedCash> accepted, decimal difference, IReadOnlyList<decimal> fees) =>
        AcceptedCash.Explained(accepted, difference, fees, Tolerance);
}
