using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Orders.Reports;

namespace Pipeline.Trading.Tests.Orders;

public sealed class OrderLedgerTests
{
    [Test]
    public void Fills_add_up_exactly()
    {
        var ledger = After(Trade(3, 100.01m), Trade(3, 100.02m), Trade(4, 0.000000000001m));

        Assert.That((ledger.OrdStatus, ledger.CumQty, ledger.CumValue), Is.EqualTo((OrdStatus.Filled, 10m, 600.090000000004m)));
    }

    [Test]
    public void The_running_total_of_the_venue_is_no_source_of_fills() =>
        Assert.That(Start.Apply(Report(ExecType.New) with { CumQty = 7 }, Fill.None, Fill.None).After.CumQty, Is.Zero);

    [Test]
    public void A_bust_takes_the_fill_back_at_its_own_price_and_opens_the_order_again()
    {
        var change = After(Trade(4, 100), Trade(6, 110)).Apply(Report(ExecType.TradeCancel), new Fill(6, 660), Fill.None);

        Assert.That((change.After.OrdStatus, change.After.CumQty, change.After.CumValue), Is.EqualTo((OrdStatus.PartiallyFilled, 4m, 400m)));
        Assert.That((change.QtyDelta, change.IsReopened), Is.EqualTo((-6m, true)));
    }

    [TestCase(ExecType.Calculated, OrdStatus.Calculated)]
    [TestCase(ExecType.DoneForDay, OrdStatus.DoneForDay)]
    public void What_the_venue_says_of_a_whole_fill_afterwards_opens_nothing(ExecType said, OrdStatus status)
    {
        var change = After(Trade(4), Trade(6)).Apply(Report(said), Fill.None, Fill.None);

        Assert.That((change.After.OrdStatus, change.After.LeavesQty, change.IsReopened), Is.EqualTo((status, 0m, false)));
        Assert.That(change.After.Apply(Report(ExecType.TradeCancel), new Fill(6, 600), Fill.None) is { IsReopened: true, After.CumQty: 4 }, "and a bust after it does");
    }

    [Test]
    public void A_correction_moves_the_ledger_by_the_difference()
    {
        var change = After(Trade(4, 100)).Apply(Report(ExecType.TradeCorrect, 5, 99), new Fill(4, 400), new Fill(5, 495));

        Assert.That((change.After.CumQty, change.After.AvgPx), Is.EqualTo((5m, (decimal?)99m)));
    }

    [Test]
    public void The_last_share_fills_and_one_more_is_an_over_fill()
    {
        var full = After(Trade(9)).Apply(Trade(1), Fill.None, Counted(Trade(1)));
        var over = full.After.Apply(Trade(1), Fill.None, Counted(Trade(1)));

        Assert.That((full.IsOverFill, full.IsLateFill), Is.EqualTo((false, false)));
        Assert.That((over.IsOverFill, over.IsLateFill), Is.EqualTo((true, true)));
        Assert.That((over.After.OrdStatus, over.After.CumQty, over.After.LeavesQty), Is.EqualTo((OrdStatus.Filled, 11m, 0m)));
    }

    [Test]
    public void To_ask_for_less_than_has_filled_is_an_over_fill()
    {
        var less = After(Trade(7)).Apply(Report(ExecType.Replaced) with { OrderQty = 5 }, Fill.None, Fill.None);
        var more = less.After.Apply(Report(ExecType.Replaced) with { OrderQty = 8 }, Fill.None, Fill.None);

        Assert.That((less.IsOverFill, less.After.OverfilledQty), Is.EqualTo((true, 2m)));
        Assert.That((more.IsOverFill, more.After.OverfilledQty), Is.EqualTo((false, 0m)));
    }

    [Test]
    public void A_fill_after_the_cancel_is_late_and_booked()
    {
        var change = After(Report(ExecType.New), Report(ExecType.Canceled)).Apply(Trade(4), Fill.None, Counted(Trade(4)));

        Assert.That(change.IsLateFill);
        Assert.That(change.After.CumQty, Is.EqualTo(4));
    }

    [Test]
    public void A_trade_without_an_id_is_refused_and_so_is_a_bust_of_nothing()
    {
        Assert.That(Start.Apply(Trade(4) with { ExecId = null }, Fill.None, Fill.None).Refusal, Does.Contain("without an ExecId"));
        Assert.That(Start.Apply(Report(ExecType.TradeCancel) with { ExecId = "b" }, Fill.None, Fill.None).Refusal, Does.Contain("refers to no execution"));
    }

    [Test]
    public void An_older_restatement_does_not_undo_a_newer_one()
    {
        var book = new OrderBook(10);
        var (older, newer) = (book.Of(ExecType.Replaced, OrdStatus.New) with { OrderQty = 12 }, book.Of(ExecType.Replaced, OrdStatus.New) with { OrderQty = 15 });
        book.Apply(newer);
        book.Apply(older);

        Assert.That(book.Ledger.OrderQty, Is.EqualTo(15));
    }

    [Test]
    public void A_split_restates_quantity_and_fills_and_leaves_what_was_paid()
    {
        var book = new OrderBook(10_000).Trade("B", 2_000, 40);
        var split = book.Of(ExecType.Restated, OrdStatus.PartiallyFilled) with { OrderQty = 20_000, ExecRestatementReason = ExecRestatementReason.GtCorporateAction };

        book.Apply(split);
        book.Apply(split);

        Assert.That(book.Row, Is.EqualTo((OrdStatus.PartiallyFilled, 20_000m, 4_000m, 16_000m, 20m)));
    }

    [Test]
    public void A_replacement_that_comes_after_the_split_which_followed_it_corrects_the_ratio()
    {
        var book = new OrderBook(100).Trade("B", 10, 40);
        var replaced = book.Of(ExecType.Replaced, OrdStatus.PartiallyFilled) with { OrderQty = 50 };
        var split = book.Of(ExecType.Restated, OrdStatus.PartiallyFilled) with { OrderQty = 200, ExecRestatementReason = ExecRestatementReason.GtCorporateAction };

        book.Apply(split);
        Assert.That(book.Ledger.CumQty, Is.EqualTo(20), "while the replacement is missing");
        book.Apply(replaced);
        Assert.That((book.Ledger.CumQty, book.Ledger.OrderQty), Is.EqualTo((40m, 200m)));
    }
}
