using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class VenueRejectionTests
{
    [TestCase("insufficient qty available for order (requested: 5, available: 0)", "Insufficient qty available  for order (requested: 17, available: 3)", true)]
    [TestCase("account is not allowed to short", "insufficient buying power", false)]
    public void Rejections_are_identical_but_for_numbers_and_ids(string one, string other, bool same) =>
        Assert.That(VenueRejection.Normalized(one) == VenueRejection.Normalized(other), Is.EqualTo(same));
}
