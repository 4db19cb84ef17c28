using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;
using static Pipeline.Trading.Tests.Fills.SomePolicy;
using static Pipeline.Trading.Tests.Orders.SomeOrder;

namespace Pipeline.Trading.Tests.Fills;

/// <summary>A line of 10, of whose first order 4 have filled before it was canceled.</summary>
public sealed class LineTests
{
    private static readonly Order Canceled = Working(Reprice) with { ClOrdId = "A", OrdStatus = OrdStatus.Canceled, Standing = OrdStatus.Canceled };
    private static readonly Order Second = Working(Reprice, cumQty: 0, generation: 2) with { ClOrdId = "B", Terms = Working(Reprice).Terms with { Qty = 6 }, OrderId = null };

    [Test]
    public void What_filled_before_and_what_is_open_now_is_all_that_is_committed()
    {
        Assert.That(Of(Canceled, Second, secondMayBeAtVenue: false).CommittedBeside("B"), Is.EqualTo(4));
        Assert.That(Of(Canceled, Second, secondMayBeAtVenue: true).Committed, Is.EqualTo(10));
        Assert.That(Of(Canceled, Second, secondMayBeAtVenue: true).IsBroken, Is.False);
    }

    [TestCase(OrdStatus.Denied, "PARENT_NOT_CANCELED", OrdStatus.PartiallyFilled, true)]
    [TestCase(OrdStatus.Denied, "INTENT_EXPIRED", OrdStatus.PendingCancel, true)]
    [TestCase(OrdStatus.Denied, "MAX_GROSS", OrdStatus.Filled, true)]
    [TestCase(OrdStatus.Denied, "CANCELED", OrdStatus.Canceled, true)]
    [TestCase(OrdStatus.Denied, "MAX_GROSS", OrdStatus.Canceled, false)]
    [TestCase(OrdStatus.Denied, "CANCELED", null, false)]
    [TestCase(OrdStatus.Held, "AWAITS_PARENT", OrdStatus.New, true)]
    [TestCase(OrdStatus.Held, "AWAITS_PARENT", OrdStatus.Canceled, false)]
    [TestCase(OrdStatus.Held, "SYMBOL_PAUSED", OrdStatus.Canceled, false)]
    [TestCase(OrdStatus.New, null, OrdStatus.Canceled, false)]
    public void A_replacement_that_is_not_sent_says_where_its_line_stands_only_once_what_it_replaces_is_over_and_has_left_something(OrdStatus ordStatus, string? code, OrdStatus? parent, bool isAside) =>
        Assert.That(Line.IsAside(ordStatus, code, parent), Is.EqualTo(isAside));

    [Test]
    public void A_fill_of_the_canceled_order_breaks_the_line() =>
        Assert.That(Of(Canceled with { CumQty = 7 }, Second, secondMayBeAtVenue: true).IsBroken, Is.True);

    [Test]
    public void A_replacement_asks_for_what_the_order_before_it_has_left_and_not_for_what_was_busted_before_that() => Assert.Multiple(() =>
    {
        var (over, third) = (Second with { OrdStatus = OrdStatus.Canceled, CumQty = 3 }, Second with { ClOrdId = "C", Generation = 3 });
        decimal LeftFor(decimal filledOfTheFirst) =>
            new Line([new(Canceled with { CumQty = filledOfTheFirst }, true), new(over, true), new(third, false)]).LeftFor(third, over);

        Assert.That(LeftFor(4), Is.EqualTo(3));
        Assert.That(LeftFor(0), Is.EqualTo(3), "all 4 were busted after the second had been sent");
        Assert.That(LeftFor(6), Is.EqualTo(1), "2 more filled late");
    });

    [Test]
    public void After_a_split_nobody_can_tell() =>
        Assert.That(Of(Canceled, Second with { RestatedQty = 24 }, secondMayBeAtVenue: true).IsBroken, Is.False);

    [Test]
    public void A_replacement_goes_out_when_the_order_before_it_is_over() =>
        Assert.That(Decide(Of(Canceled, Second, secondMayBeAtVenue: false)), Is.EqualTo(new Verdict.Accept()));

    [Test]
    public void Two_orders_of_a_line_are_never_sent_beside_each_other() =>
        Assert.That(Decide(Of(Working(Reprice) with { ClOrdId = "A" }, Second, false)), Is.TypeOf<Verdict.Hold>().With.Property("Code").EqualTo("AWAITS_PARENT"));

    [Test]
    public void A_fill_that_was_told_of_late_has_the_quantity_decided_again() =>
        Assert.That(Decide(Of(Canceled with { CumQty = 5 }, Second, false)), Is.TypeOf<Verdict.Hold>().With.Property("Code").EqualTo("AWAITS_PARENT"));

    [TestCase(Line.Stopped)]
    [TestCase(Line.Canceled)]
    public void Nothing_is_sent_for_a_line_that_is_stopped(string code) =>
        Assert.That(Decide(Of(Canceled, Second, false), new LineStop(code, "why", Now)), Is.TypeOf<Verdict.Deny>().With.Property("Code").EqualTo(code));

    private static Line Of(Order first, Order second, bool secondMayBeAtVenue) => new([new LineOrder(first, true), new LineOrder(second, secondMayBeAtVenue)]);

    private static Verdict Decide(Line line, LineStop? stop = null) => Grant.Decide(new GrantFacts
    {
        Order = line.Members[1].Order, Earlier = [], Line = line, Stop = stop, Hours = new(SessionCalendars.Default.For("AAPL").At(Now), null), Now = Now,
    });
}
