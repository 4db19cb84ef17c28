using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class VenueRejectionTests
{
    [TestCase("insufficient qty available for order (requested: 5, available: 0)", "Insufficient qty available  for order (requested: 17, available: 3)", true)]
    [TestCase("account is not allowed to short", "insufficient buying power", false)]
    public void Rejections_are_identical_but_for_numbers_and_ids(string one, string other, bool same) =>
        Assert.That(VenueRejection.Normalized(one) == VenueRejection.Normalized(other), Is.EqualTo(same));

    [Test]
    public void A_policy_is_that_of_the_symbol_then_that_of_the_others_then_to_wait()
    {
        var policies = ExternalPolicies.Parse("AAPL=ignore;*=rebase");

        Assert.That(policies.Of("AAPL"), Is.EqualTo(ExternalPolicy.Ignore));
        Assert.That(policies.Of("IBM"), Is.EqualTo(ExternalPolicy.Rebase));
        Assert.That(ExternalPolicies.Parse("").Of("IBM"), Is.EqualTo(ExternalPolicy.Pause));
        Assert.That(() => ExternalPolicies.Parse("AAPL=ignore;AAPL=pause"), Throws.TypeOf<FormatException>().With.Message.Contains("AAPL"));
    }
}
