using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Orders.Reports;

namespace Pipeline.Trading.Tests.Orders;

public sealed class OrderLedgerTests
{
    [Test]
    public void Fills_add_up_exactly()
    {
        var ledger = After(Fill(3, 100.01m), Fill(3, 100.02m), Fill(4, 0.000000000001m));

        Assert.That(ledger, Is.EqualTo(new OrderLedger(OrdStatus.Filled, 10, 600.090000000004m)));
    }

    [Test]
    public void The_running_total_of_the_venue_is_no_source_of_fills()
    {
        var change = Start.Apply(Report(ExecType.New) with { CumQty = 7 }, OrderQty);

        Assert.That(change.Ledger.CumQty, Is.Zero);
        Assert.That(change.QtyDelta, Is.Zero);
    }

    [Test]
    public void A_bust_takes_the_fill_back_at_its_own_price_and_opens_the_order_again()
    {
        var filled = After(Fill(4, 100), Fill(6, 110));

        var change = filled.Apply(Report(ExecType.TradeCancel), OrderQty, new Fill(6, 110));

        Assert.That(change.Ledger, Is.EqualTo(new OrderLedger(OrdStatus.PartiallyFilled, 4, 400)));
        Assert.That((change.QtyDelta, change.ValueDelta), Is.EqualTo((-6m, -660m)));
    }

    [Test]
    public void A_correction_moves_the_ledger_by_the_difference()
    {
        var change = After(Fill(4, 100)).Apply(Report(ExecType.TradeCorrect, 5, 99), OrderQty, new Fill(4, 100));

        Assert.That(change.Ledger, Is.EqualTo(new OrderLedger(OrdStatus.PartiallyFilled, 5, 495)));
        Assert.That((change.QtyDelta, change.ValueDelta), Is.EqualTo((1m, 95m)));
    }

    [Test]
    public void A_bust_of_a_fill_that_is_not_known_moves_nothing() =>
        Assert.That(After(Fill(4)).Apply(Report(ExecType.TradeCancel), OrderQty).Ledger, Is.EqualTo(After(Fill(4))));

    [Test]
    public void The_last_share_fills_and_one_more_is_an_over_fill()
    {
        var full = After(Fill(9)).Apply(Fill(1), OrderQty);
        var over = full.Ledger.Apply(Fill(1), OrderQty);

        Assert.That((full.IsOverFill, full.IsLateFill), Is.EqualTo((false, false)));
        Assert.That((over.IsOverFill, over.IsLateFill), Is.EqualTo((true, true)));
        Assert.That(over.Ledger, Is.EqualTo(new OrderLedger(OrdStatus.Filled, 11, 1100)));
    }

    [Test]
    public void A_fill_after_the_cancel_is_late_and_booked()
    {
        var change = After(Report(ExecType.New), Report(ExecType.Canceled)).Apply(Fill(4), OrderQty);

        Assert.That(change.IsLateFill);
        Assert.That(change.Ledger.CumQty, Is.EqualTo(4));
    }
}
