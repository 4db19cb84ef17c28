using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Tests.Orders;

namespace Pipeline.Trading.Tests.Ledger;

/// <summary>What a list shows of an order whose restatement nobody has told. Ours asks for 10 at 100, and has filled 4 at 100.</summary>
public sealed class UntoldRestatementTests
{
    private static readonly DateTimeOffset Open = new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero);

    private static readonly Execution Four = new()
    {
        Venue = "paper", Account = "paper", ExecId = "e1", ExecType = ExecType.Trade, Symbol = "AAPL", Side = Side.Buy, Qty = 4, Px = 100, At = At(1), ClOrdId = "A",
    };

    private static readonly Order Ours = SomeOrder.Buy(terms: new OrderTerms { Qty = 10, OrderType = OrdType.Limit, LimitPrice = 100, TimeInForce = TimeInForce.Gtc }) with { CumQty = 4, CumValue = 400 };

    [Test]
    public void The_same_quantity_is_no_restatement() => Assert.That(Found(new ShownOrder(10, 4, 100, 100, At(9))), Is.Null);

    [Test]
    public void Another_quantity_with_the_same_fills_is_a_restatement_of_it_alone() =>
        Assert.That(Found(new ShownOrder(7, 4, 100, 100, At(9))), Is.EqualTo(new Restatement(At(9), 7, IsSplit: false)));

    [Test]
    public void Fills_that_count_twice_at_the_same_value_show_a_split() =>
        Assert.That(Found(new ShownOrder(20, 8, 50, 50, At(9))), Is.EqualTo(new Restatement(At(9), 20, IsSplit: true)));

    [Test]
    public void A_fill_in_new_shares_came_after_the_split()
    {
        var six = Four with { ExecId = "e2", Qty = 6, Px = 50, At = At(5) };

        var found = UntoldRestatement.Of(Ours with { CumQty = 10, CumValue = 700 }, [Four, six], [], new ShownOrder(20, 14, 50, 50, At(5)));

        Assert.That(found, Is.EqualTo(new Restatement(At(5), 20, IsSplit: true)));
    }

    [Test]
    public void A_fill_that_we_do_not_know_is_not_taken_for_a_split() => Assert.That(Found(new ShownOrder(20, 8, 100, 100, At(9))), Is.Null);

    [Test]
    public void Without_an_average_price_fills_show_no_split() => Assert.That(Found(new ShownOrder(20, 8, null, 50, At(9))), Is.Null);

    [Test]
    public void Where_nothing_has_filled_the_limit_shows_a_split([Values(100, 50)] int limit) => Assert.That(
        UntoldRestatement.Of(Ours with { CumQty = 0, CumValue = 0 }, [], [], new ShownOrder(20, 0, null, limit, At(9))),
        Is.EqualTo(new Restatement(At(9), 20, IsSplit: limit == 50)));

    [Test]
    public void A_split_before_the_first_fill_is_shown_by_the_limit() =>
        Assert.That(Found(new ShownOrder(20, 4, 100, 50, At(9))), Is.EqualTo(new Restatement(At(1), 20, IsSplit: true)));

    [Test]
    public void A_list_that_is_older_than_the_last_word_knows_no_better() =>
        Assert.That(UntoldRestatement.Of(Ours with { RestatedQty = 40, RestatedAt = At(9) }, [Four], [], new ShownOrder(20, 8, 50, 50, At(9))), Is.Null);

    private static Restatement? Found(ShownOrder shown) => UntoldRestatement.Of(Ours, [Four], [], shown);

    private static DateTimeOffset At(int minute) => Open.AddMinutes(minute);
}
