using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Rules;

namespace Pipeline.Trading.Tests.Halts;

/// <summary>The decision table of docs/halts.md.</summary>
public sealed class ReduceOnlyTests
{
    // Position, open buys, open sells, the order; whether it may go.
    [TestCase(10, 0, 0, Side.Sell, 10, true)]
    [TestCase(10, 0, 0, Side.Sell, 11, false)]
    [TestCase(10, 0, 4, Side.Sell, 6, true)]
    [TestCase(10, 0, 4, Side.Sell, 7, false)]
    [TestCase(10, 5, 0, Side.Sell, 11, false)]
    [TestCase(10, 0, 0, Side.Buy, 1, false)]
    [TestCase(0, 0, 0, Side.Sell, 1, false)]
    [TestCase(0, 0, 0, Side.Buy, 1, false)]
    [TestCase(-10, 0, 0, Side.Buy, 10, true)]
    [TestCase(-10, 0, 0, Side.Buy, 11, false)]
    [TestCase(-10, 4, 0, Side.Buy, 7, false)]
    [TestCase(-10, 0, 0, Side.Sell, 1, false)]
    public void It_lets_through_what_makes_the_position_smaller_and_never_turns_it(int position, int openBuys, int openSells, Side side, int qty, bool may) =>
        Assert.That(ReduceOnly.Allows(side, qty, new Holding(position, openBuys, openSells)), Is.EqualTo(may));

    [Test]
    public void However_orders_come_and_whichever_fill_the_position_only_shrinks() =>
        Gen.Select(Gen.Int[-20, 20], Gen.Select(Gen.Bool, Gen.Int[1, 15], Gen.Bool).Array[0, 12]).Sample((start, orders) =>
        {
            decimal position = start, buys = 0, sells = 0;
            foreach (var (isBuy, qty, fills) in orders)
            {
                var side = isBuy ? Side.Buy : Side.Sell;
                if (!ReduceOnly.Allows(side, qty, new Holding(position, buys, sells)))
                {
                    continue;
                }

                if (fills)
                {
                    position += isBuy ? qty : -qty;
                }
                else if (isBuy)
                {
                    buys += qty;
                }
                else
                {
                    sells += qty;
                }
            }

            // Everything that is open fills in the end.
            var end = position + buys - sells;
            return Math.Abs(end) <= Math.Abs(start) && end * start >= 0;
        });
}
