using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Limits;
using static Pipeline.Trading.Tests.Fills.SomePolicy;

namespace Pipeline.Trading.Tests.Fills;

public sealed class RepricesTests
{
    private static readonly TickSizes Ticks = TickSizes.UsEquities;

    [TestCase(1, 100, 100.20)]
    [TestCase(2, 100.20, 100.40)]
    [TestCase(3, 100.40, 100.60)]
    public void Every_step_is_a_share_of_the_first_price(int generation, decimal price, decimal next) =>
        Assert.That(Reprices.Next(Working(Reprice, price: price, generation: generation), 100, Ticks), Is.EqualTo(next));

    [Test]
    public void A_sale_steps_down() =>
        Assert.That(Reprices.Next(Working(Reprice, side: Side.Sell), 100, Ticks), Is.EqualTo(99.80m));

    [Test]
    public void A_step_is_at_least_a_tick() =>
        Assert.That(Reprices.Next(Working(Reprice with { StepBps = 0.01m }), 100, Ticks), Is.EqualTo(100.01m));

    [Test]
    public void Steps_are_on_the_ticks_that_the_limits_say()
    {
        var fives = new TickSizes([new TickBand(0, 0.05m)]);

        Assert.That(Reprices.Next(Working(Reprice with { StepBps = 0.01m }), 100, fives), Is.EqualTo(100.05m), "at least a tick");
        Assert.That(Reprices.Next(Working(Reprice with { StepBps = 23 }), 100, fives), Is.EqualTo(100.20m), "and on the safe side of it");
        Assert.That(Reprices.Next(Working(Reprice with { StepBps = 23 }, side: Side.Sell), 100, fives), Is.EqualTo(99.80m));
    }

    [Test]
    public void The_last_step_ends_at_the_bound_and_there_is_none_after_it()
    {
        Assert.That(Reprices.Next(Working(Reprice, maxSlippageBps: 30, price: 100.20m, generation: 2), 100, Ticks), Is.EqualTo(100.30m));
        Assert.That(Reprices.Next(Working(Reprice, maxSlippageBps: 30, price: 100.30m, generation: 3), 100, Ticks), Is.Null);
    }

    [Test]
    public void The_bound_of_the_validation_goes_before() =>
        Assert.That(Reprices.Next(Working(Reprice) with { PriceBound = 100.05m }, 100, Ticks), Is.EqualTo(100.05m));

    [Test]
    public void Without_a_limit_or_a_first_price_there_is_no_other()
    {
        Assert.That(Reprices.Next(Working(Reprice, maxSlippageBps: null), 100, Ticks), Is.Null);
        Assert.That(Reprices.Next(Working(Reprice), null, Ticks), Is.Null);
    }

    [Test]
    public void However_often_prices_move_towards_the_market_and_never_past_the_bound() =>
        Gen.Select(Gen.Decimal[0.01m, 500], Gen.Decimal[0.01m, 300], Gen.Decimal[0.01m, 300], Gen.Bool).Sample((first, step, most, buys) =>
        {
            var side = buys ? Side.Buy : Side.Sell;
            first = Math.Round(first, 2);
            var (price, worse) = (first, buys ? 1 : -1);
            for (var generation = 1; generation < 200; generation++)
            {
                if (Reprices.Next(Working(Reprice with { StepBps = step }, price: price, generation: generation, maxSlippageBps: most, side: side), first, Ticks) is not { } next)
                {
                    return true;
                }

                if (next <= 0 || next * worse <= price * worse || Math.Abs(next - first) > first * most / 10_000)
                {
                    return false;
                }

                price = next;
            }

            return true;
        });
}
