using NUnit.Framework;
using Pipeline.Trading.Ledger;
using static Pipeline.Trading.Tests.Ledger.Entries;

namespace Pipeline.Trading.Tests.Ledger;

public sealed class ExecutionChainTests
{
    private static readonly Execution Traded = Trade("t", 10, 100);

    [Test]
    public void A_trade_counts_what_it_says() => Assert.That(Counted(Traded), Is.EqualTo(new Fill(10, 1_000)));

    [Test]
    public void A_bust_leaves_nothing_of_it() => Assert.That(Counted(Traded, Bust("b", "t", 1)), Is.EqualTo(Fill.None));

    [Test]
    public void Of_two_corrections_of_one_trade_the_later_counts() =>
        Assert.That(Counted(Traded, Correction("c2", "t", 8, 100, 2), Correction("c1", "t", 9, 100, 1)).Qty, Is.EqualTo(8));

    [Test]
    public void A_correction_of_a_correction_counts_even_in_the_same_instant() =>
        Assert.That(Counted(Traded, Correction("a", "z", 8, 100, 1), Correction("z", "t", 9, 100, 1)).Qty, Is.EqualTo(8));

    [TestCase("a", "b")]
    [TestCase("b", "a")]
    public void A_bust_is_final_against_a_correction_of_the_same_instant_whatever_their_ids(string bust, string correction) =>
        Assert.That(Counted(Traded, Correction(correction, "t", 8, 100, 1), Bust(bust, "t", 1)), Is.EqualTo(Fill.None));

    [Test]
    public void A_bust_is_final_against_a_correction_that_refers_to_one_or_is_dated_later() => Assert.Multiple(() =>
    {
        Assert.That(Counted(Traded, Bust("b", "t", 1), Correction("c1", "t", 9, 100, 1), Correction("c2", "c1", 8, 100, 1)), Is.EqualTo(Fill.None));
        Assert.That(Counted(Traded, Bust("b", "t", 1), Correction("c", "t", 9, 100, 2)), Is.EqualTo(Fill.None));
        Assert.That(Counted(Traded, Correction("c", "t", 9, 100, 1), Bust("b", "c", 2)), Is.EqualTo(Fill.None), "which refers to the correction");
    });

    [TestCase("a", "b")]
    [TestCase("b", "a")]
    public void Of_two_corrections_of_one_instant_the_smaller_counts_whatever_their_ids(string one, string other) => Assert.Multiple(() =>
    {
        Assert.That(Counted(Traded, Correction(one, "t", 8, 99, 1), Correction(other, "t", 7, 99, 1)).Qty, Is.EqualTo(7));
        Assert.That(Counted(Traded, Correction(one, "t", 7, 99, 1), Correction(other, "t", 8, 99, 1)).Qty, Is.EqualTo(7));
        Assert.That(Counted(Traded, Correction(one, "t", 8, 99, 1), Correction(other, "t", 8, 98, 1)).Value, Is.EqualTo(8 * 98));
    });

    [Test]
    public void A_restatement_whose_trade_is_missing_counts_for_nothing() => Assert.That(Counted(Correction("c", "t", 9, 100, 1)), Is.EqualTo(Fill.None));

    [Test]
    public void A_restatement_whose_link_to_the_trade_is_missing_does_not_count_yet() =>
        Assert.That(Counted(Traded, Correction("c2", "c1", 8, 100, 2)).Qty, Is.EqualTo(10));

    [Test]
    public void References_in_a_circle_lead_nobody_round_and_round() =>
        Assert.That(Counted(Traded, Correction("c1", "c2", 9, 100, 1), Correction("c2", "c1", 8, 100, 2)).Qty, Is.EqualTo(10));

    [Test]
    public void A_correction_that_is_silent_about_the_commission_leaves_it()
    {
        var trade = Traded with { Commission = 2, CommCurrency = "USD" };

        Assert.That(Counted(trade, Correction("c", "t", 9, 100, 1)).Commission, Is.EqualTo(2));
        Assert.That(Counted(trade, Correction("c", "t", 9, 100, 1) with { Commission = 1, CommCurrency = "USD" }).Commission, Is.EqualTo(1));
        Assert.That(Counted(trade, Bust("b", "t", 1)).Commission, Is.Zero);
    }

    [Test]
    public void A_split_multiplies_what_was_stated_before_it_and_not_what_was_stated_after_it()
    {
        Split[] splits = [new(At(5), 4)];

        Assert.That(ExecutionChain.Counted([Traded], splits), Is.EqualTo(new Fill(40, 1_000)));
        Assert.That(ExecutionChain.Counted([Traded, Correction("c", "t", 44, 25, 6)], splits), Is.EqualTo(new Fill(44, 1_100)));
    }

    [Test]
    public void A_split_of_four_for_three_leaves_whole_shares()
    {
        var split = Split.OfOrder(300, [new Restatement(At(5), 400, IsSplit: true)]).Single();

        Assert.That(ExecutionChain.Counted([Traded with { Qty = 150 }], [split]).Qty, Is.EqualTo(200));
        Assert.That(ExecutionChain.Counted([Traded with { Qty = 0.000000003m }], [split]).Qty, Is.EqualTo(0.000000004m));
    }

    [Test]
    public void A_symbol_splits_at_most_once_a_day_whatever_its_orders_are_told()
    {
        var midnight = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

        Assert.That(Split.OfSymbol([new(At(5), 4), new(At(6), 4), new(At(60 * 24), 2)]), Has.Count.EqualTo(2));
        Assert.That(Split.OfSymbol([new(midnight.AddMinutes(1), 4), new(midnight.AddMinutes(-1), 4)]), Is.EqualTo(new Split[] { new(midnight.AddMinutes(-1), 4) }));
    }

    private static Fill Counted(params Execution[] related) => ExecutionChain.Counted(related, []);
}
