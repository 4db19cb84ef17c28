using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class ExternalPoliciesTests
{
    [Test]
    public void A_policy_is_that_of_the_symbol_then_that_of_the_others_then_to_wait()
    {
        var policies = ExternalPolicies.Parse("AAPL=ignore;*=rebase");

        Assert.That(policies.Of("AAPL"), Is.EqualTo(ExternalPolicy.Ignore));
        Assert.That(policies.Of("IBM"), Is.EqualTo(ExternalPolicy.Rebase));
        Assert.That(ExternalPolicies.None.Of("IBM"), Is.EqualTo(ExternalPolicy.Pause));
    }

    [TestCase("AAPL=ignore;AAPL=pause", "AAPL twice")]
    [TestCase("AAPL=ignore;IBM=0", "'IBM=0'")]
    [TestCase("aapl=ignore", "'aapl=ignore'")]
    [TestCase("=ignore", "'=ignore'")]
    [TestCase("AAPL", "'AAPL'")]
    public void What_is_no_policy_is_named(string text, string said) =>
        Assert.That(() => ExternalPolicies.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(said));
}
