using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

public sealed class SlippageTests
{
    [TestCase(Side.Buy, 100.1, 100, 10)]
    [TestCase(Side.Buy, 99.9, 100, -10)]
    [TestCase(Side.Sell, 99.9, 100, 10)]
    [TestCase(Side.Sell, 100.1, 100, -10)]
    [TestCase(Side.Buy, 100, 100, 0)]
    public void It_is_positive_when_worse_for_the_order(Side side, decimal paid, decimal reference, decimal bps) =>
        Assert.That(Slippage.Bps(side, paid, reference), Is.EqualTo(bps));

    [Test]
    public void Without_a_fill_or_a_reference_there_is_none()
    {
        Assert.That(Slippage.Bps(Side.Buy, null, 100), Is.Null);
        Assert.That(Slippage.Bps(Side.Buy, 100, null), Is.Null);
        Assert.That(Slippage.Bps(Side.Buy, 100, 0), Is.Null);
    }

    [Test]
    public void It_is_rounded_to_four_decimals() => Assert.That(Slippage.Bps(Side.Buy, 3.01m, 3), Is.EqualTo(33.3333m));
}
