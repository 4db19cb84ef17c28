using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using static Pipeline.Trading.Tests.Ledger.Entries;

namespace Pipeline.Trading.Tests.Ledger;

public sealed class PositionTests
{
    private static Position Long => Position.Flat.After(10, 1_000);

    [Test]
    public void Buying_more_averages_the_cost() => Assert.That(Long.After(10, 1_100).CostPx, Is.EqualTo(105));

    [Test]
    public void Selling_part_realizes_its_profit_and_keeps_the_cost() =>
        Assert.That(Long.After(-4, 440), Is.EqualTo(new Position(6, 600, 40)));

    [Test]
    public void Selling_all_of_it_leaves_it_flat() => Assert.That(Long.After(-10, 900), Is.EqualTo(new Position(0, 0, -100)));

    [Test]
    public void Selling_through_zero_closes_all_and_opens_the_rest_at_the_fill() =>
        Assert.That(Long.After(-15, 1_650), Is.EqualTo(new Position(-5, -550, 100)));

    [Test]
    public void A_short_gains_when_bought_back_lower() =>
        Assert.That(Position.Flat.After(-10, 1_000).After(4, 360), Is.EqualTo(new Position(-6, -600, 40)));

    [Test]
    public void Three_thirds_of_a_cost_that_does_not_divide_are_closed_to_the_last_digit()
    {
        var bought = Position.Flat.After(1, 100).After(1, 100).After(1, 101);

        Assert.That(bought.After(-3, 330), Is.EqualTo(new Position(0, 0, 29)));
    }

    [Test]
    public void Profit_less_cost_of_all_positions_is_what_the_fills_have_brought_to_the_last_digit_in_any_order() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[-60, 60], Gen.Int[9_000, 11_000]).Array[1, 200].Sample(fills =>
        {
            var held = new Position[10];
            Array.Fill(held, Position.Flat);
            foreach (var (symbol, qty, cents) in fills)
            {
                held[symbol] = held[symbol].After(qty, Math.Abs(qty) * cents / 100m);
            }

            var brought = fills.Sum(fill => -fill.Item2 * fill.Item3 / 100m);
            return held.Sum(position => position.RealizedPnl - position.Cost) == brought && held.Reverse().Sum(position => position.RealizedPnl - position.Cost) == brought;
        });

    [Test]
    public void A_commission_in_the_asset_itself_shrinks_what_is_held_and_not_what_it_cost()
    {
        var bought = Trade("e1", 1, 50_000) with { Symbol = "BTC/USD", Commission = 0.001m, CommCurrency = "BTC" };

        Assert.That(Position.Of([bought], []), Is.EqualTo(new Position(0.999m, 50_000, 0)));
        Assert.That(Position.Of([bought with { CommCurrency = "USD" }], []), Is.EqualTo(new Position(1, 50_000, 0)));
    }

    [Test]
    public void A_fee_in_the_asset_itself_shrinks_what_is_held_and_not_what_it_cost() =>
        Assert.That(Long.AfterFee(-1), Is.EqualTo(new Position(9, 1_000, 0)));

    [Test]
    public void What_is_given_back_of_a_fee_has_cost_nothing() => Assert.That(Long.AfterFee(-1).AfterFee(1), Is.EqualTo(Long));

    [TestCase(-10, 0)]
    [TestCase(-11, -1)]
    public void A_fee_that_takes_the_last_of_it_takes_its_cost_as_a_loss(decimal fee, decimal left) =>
        Assert.That(Long.AfterFee(fee), Is.EqualTo(new Position(left, 0, -1_000)));

    [Test]
    public void A_fee_of_nothing_that_is_held_has_no_cost() => Assert.That(Position.Flat.AfterFee(-1), Is.EqualTo(new Position(-1, 0, 0)));

    [Test]
    public void A_fee_counts_after_the_trade_of_the_same_instant()
    {
        var bought = Trade("ffff", 1, 50_000) with { Symbol = "BTC/USD" };
        FeeReport fee = new() { Venue = bought.Venue, Account = bought.Account, FeeId = "0", FeeType = "CFEE", Amount = 0.1m, Currency = "BTC", Symbol = "BTC/USD", TransactTime = bought.At };

        Assert.That(Position.Of([bought], [], [], [fee]), Is.EqualTo(new Position(0.9m, 50_000, 0)));
        Assert.That(Position.Of([bought], [], [], [fee with { Currency = "USD" }]), Is.EqualTo(new Position(1, 50_000, 0)), "money is no coin");
    }

    [Test]
    public void A_busted_trade_has_never_been()
    {
        Execution[] executions = [Trade("e1", 10, 100), Trade("e2", 5, 120, Side.Sell, minute: 1), Bust("e3", "e1", minute: 2)];

        Assert.That(Position.Of(executions, []), Is.EqualTo(new Position(-5, -600, 0)));
    }

    [Test]
    public void A_split_multiplies_what_was_traded_before_it_and_leaves_its_cost()
    {
        Execution[] executions = [Trade("e1", 10, 100), Trade("e2", 5, 26, Side.Sell, minute: 9)];

        Assert.That(Position.Of(executions, [new Split(At(5), 4)]), Is.EqualTo(new Position(35, 875, 5)));
    }

    [Test]
    public void The_order_in_which_executions_come_does_not_matter() =>
        AnyExecutions.SelectMany(inOrder => Gen.Shuffle(inOrder.ToArray()).Select(shuffled => (inOrder, shuffled)))
            .Sample(story => Position.Of(story.shuffled, []) == Position.Of(story.inOrder, []), iter: 3_000);

    [Test]
    public void Cost_of_what_is_held_less_what_was_realized_is_what_was_paid() => AnyExecutions.Sample(
        executions =>
        {
            var position = Position.Of(executions, []);
            var paid = ExecutionChain.All(executions).Sum(chain =>
                (chain.Trade.Side == Side.Buy ? 1 : -1) * ExecutionChain.Counted(chain.Related, []).Value);
            return Math.Abs(position.Cost - position.RealizedPnl - paid) < 0.000001m;
        },
        iter: 3_000);
}
