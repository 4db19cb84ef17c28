using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

public sealed class PositionTests
{
    private static Position Long => Position.Flat.After(Side.Buy, 10, 100);

    [Test]
    public void Buying_more_averages_the_cost() =>
        Assert.That(Long.After(Side.Buy, 10, 110), Is.EqualTo(new Position(20, 105, 0)));

    [Test]
    public void Selling_part_realizes_its_profit_and_keeps_the_cost() =>
        Assert.That(Long.After(Side.Sell, 4, 110), Is.EqualTo(new Position(6, 100, 40)));

    [Test]
    public void Selling_all_of_it_leaves_it_flat() =>
        Assert.That(Long.After(Side.Sell, 10, 90), Is.EqualTo(new Position(0, 0, -100)));

    [Test]
    public void Selling_through_zero_closes_all_and_opens_the_rest_at_the_fill() =>
        Assert.That(Long.After(Side.Sell, 15, 110), Is.EqualTo(new Position(-5, 110, 100)));

    [Test]
    public void A_short_gains_when_bought_back_lower() =>
        Assert.That(Position.Flat.After(Side.Sell, 10, 100).After(Side.Buy, 4, 90), Is.EqualTo(new Position(-6, 100, 40)));

    [Test]
    public void A_bust_of_the_only_fill_leaves_nothing() =>
        Assert.That(Long.Restated(Side.Buy, -10, -1000), Is.EqualTo(Position.Flat));

    [Test]
    public void Money_is_kept_over_every_fill_and_bust()
    {
        // Cost of what is held less what was realized is the cash that was paid, whatever the path.
        var fill = Gen.Select(Gen.Bool, Gen.Int[1, 100], Gen.Int[1, 50_000]).Select((isBuy, qty, cents) => (Side: isBuy ? Side.Buy : Side.Sell, Qty: (decimal)qty, Px: cents / 100m));
        Gen.Select(fill.Array[1, 12], Gen.Int[0, 11]).Sample(
            (fills, index) =>
            {
                var busted = fills[index % fills.Length];
                var position = fills.Aggregate(Position.Flat, (held, one) => held.After(one.Side, one.Qty, one.Px))
                    .Restated(busted.Side, -busted.Qty, -busted.Qty * busted.Px);
                var kept = fills.Where((_, i) => i != index % fills.Length).ToList();
                var paid = kept.Sum(one => (one.Side == Side.Buy ? 1 : -1) * one.Qty * one.Px);
                return position.Qty == kept.Sum(one => (one.Side == Side.Buy ? 1 : -1) * one.Qty)
                    && Math.Abs((position.Qty * position.CostPx) - position.RealizedPnl - paid) < 0.000001m;
            },
            iter: 5_000);
    }
}
