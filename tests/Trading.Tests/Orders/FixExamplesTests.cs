using NUnit.Framework;
using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>The examples that FIX publishes (4.4, appendix D), with their numbers after every step.</summary>
public sealed class FixExamplesTests
{
    private OrderBook order = null!;

    [Test]
    public void J_1_a_A_filled_order_is_corrected_busted_filled_again_and_replaced()
    {
        order = new OrderBook(10_000);
        Shows(order.Report(ExecType.New, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Trade("C", 1_000, 100), OrdStatus.PartiallyFilled, 10_000, 1_000, 9_000, 100);
        Shows(order.Trade("D", 9_000, 110, OrdStatus.Filled), OrdStatus.Filled, 10_000, 10_000, 0, 109);
        Shows(order.Bust("E", of: "C"), OrdStatus.PartiallyFilled, 10_000, 9_000, 1_000, 110);
        Shows(order.Correct("F", of: "D", 9_000, 100), OrdStatus.PartiallyFilled, 10_000, 9_000, 1_000, 100);
        Shows(order.Trade("G", 1_000, 120, OrdStatus.Filled), OrdStatus.Filled, 10_000, 10_000, 0, 102);
        Shows(order.Correct("H", of: "F", 9_000, 120), OrdStatus.Filled, 10_000, 10_000, 0, 120);
        Shows(order.Report(ExecType.PendingReplace, OrdStatus.PendingReplace), OrdStatus.PendingReplace, 10_000, 10_000, 0, 120);
        Shows(order.Report(ExecType.Replaced, OrdStatus.PartiallyFilled, 12_000), OrdStatus.PartiallyFilled, 12_000, 10_000, 2_000, 120);
        Shows(order.Correct("K", of: "H", 9_500, 120), OrdStatus.PartiallyFilled, 12_000, 10_500, 1_500, 120);
    }

    [Test]
    public void J_1_b_A_canceled_order_stays_canceled_through_a_bust_and_a_new_fill()
    {
        order = new OrderBook(10_000);
        Shows(order.Report(ExecType.New, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Trade("B", 5_000, 50), OrdStatus.PartiallyFilled, 10_000, 5_000, 5_000, 50);
        Shows(order.Report(ExecType.PendingCancel, OrdStatus.PendingCancel), OrdStatus.PendingCancel, 10_000, 5_000, 5_000, 50);
        Shows(order.Report(ExecType.Canceled, OrdStatus.Canceled), OrdStatus.Canceled, 10_000, 5_000, 0, 50);
        Shows(order.Bust("E", of: "B"), OrdStatus.Canceled, 10_000, 0, 0, 0);
        Shows(order.Trade("F", 4_000, 51, OrdStatus.Canceled), OrdStatus.Canceled, 10_000, 4_000, 0, 51);
    }

    [Test]
    public void J_1_c_Executions_of_two_days_of_a_gtc_order_are_corrected()
    {
        order = new OrderBook(10_000);
        Shows(order.Report(ExecType.New, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Trade("B", 2_000, 20), OrdStatus.PartiallyFilled, 10_000, 2_000, 8_000, 20);
        Shows(order.Report(ExecType.DoneForDay, OrdStatus.DoneForDay), OrdStatus.DoneForDay, 10_000, 2_000, 8_000, 20);
        Shows(order.Report(ExecType.Restated, OrdStatus.PartiallyFilled), OrdStatus.PartiallyFilled, 10_000, 2_000, 8_000, 20);
        Shows(order.Trade("E", 1_000, 20), OrdStatus.PartiallyFilled, 10_000, 3_000, 7_000, 20);
        Shows(order.Correct("F", of: "B", 1_500, 20), OrdStatus.PartiallyFilled, 10_000, 2_500, 7_500, 20);
        Shows(order.Correct("G", of: "E", 500, 20), OrdStatus.PartiallyFilled, 10_000, 2_000, 8_000, 20);
    }

    [Test(Description = "C.3.b; D11 in FIX 4.2")]
    public void D11_A_replacement_to_what_has_filled_crosses_the_fill_and_the_order_is_filled()
    {
        order = new OrderBook(10_000);
        Shows(order.Report(ExecType.New, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Trade("B", 7_000, 50), OrdStatus.PartiallyFilled, 10_000, 7_000, 3_000, 50);
        Shows(order.Report(ExecType.Replaced, OrdStatus.Filled, 7_000), OrdStatus.Filled, 7_000, 7_000, 0, 50);
    }

    [Test]
    public void E_1_b_A_part_filled_order_is_canceled_by_the_venue()
    {
        order = new OrderBook(10_000);
        Shows(order.Report(ExecType.New, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Trade("B", 5_000, 50), OrdStatus.PartiallyFilled, 10_000, 5_000, 5_000, 50);
        Shows(order.Report(ExecType.Canceled, OrdStatus.Canceled), OrdStatus.Canceled, 10_000, 5_000, 0, 50);
    }

    [Test]
    public void F_1_b_A_repeated_order_is_told_its_status_and_the_refusal_of_another_under_its_id_is_not_its_own()
    {
        order = new OrderBook(10_000);
        Shows(order.Report(ExecType.New, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Report(ExecType.OrderStatus, OrdStatus.New), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(order.Report(ExecType.Rejected, OrdStatus.New, 20_000), OrdStatus.New, 10_000, 0, 10_000, 0);
        Shows(new OrderBook(15_000).Report(ExecType.New, OrdStatus.New), OrdStatus.New, 15_000, 0, 15_000, 0);
    }

    private static void Shows(OrderBook order, OrdStatus status, decimal orderQty, decimal cumQty, decimal leavesQty, decimal avgPx) =>
        Assert.That(order.Row, Is.EqualTo((status, orderQty, cumQty, leavesQty, avgPx)));
}
