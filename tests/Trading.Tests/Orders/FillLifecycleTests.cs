using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Orders.Reports;

namespace Pipeline.Trading.Tests.Orders;

public sealed class FillLifecycleTests
{
    private static readonly ExecutionReport New = Report(ExecType.New);
    private static readonly ExecutionReport Canceled = Report(ExecType.Canceled);
    private static readonly ExecutionReport Expired = Report(ExecType.Expired);
    private static readonly ExecutionReport Rejected = Report(ExecType.Rejected);

    [Test]
    public void Every_report_means_something_in_every_status([Values] OrdStatus status, [Values] ExecType exec, [Values(0, 5, 10, 11)] decimal cumQty)
    {
        var next = FillLifecycle.Next(status, exec, cumQty, OrderQty);

        Assert.That(next, Is.Null.Or.AnyOf(FillLifecycle.States.Cast<object>().ToArray()));
    }

    [Test]
    public void A_report_that_is_repeated_changes_nothing_more([Values] OrdStatus status, [Values] ExecType exec, [Values(0, 5, 10)] decimal cumQty)
    {
        var once = FillLifecycle.Next(status, exec, cumQty, OrderQty) ?? status;

        Assert.That(FillLifecycle.Next(once, exec, cumQty, OrderQty), Is.Null);
    }

    [Test]
    public void An_order_works_and_fills()
    {
        Assert.That(After(New).OrdStatus, Is.EqualTo(OrdStatus.New));
        Assert.That(After(New, Fill(4)).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(New, Fill(4), Fill(6)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void A_fill_that_overtakes_the_acknowledgement_counts_and_the_late_acknowledgement_does_not()
    {
        Assert.That(After(Fill(4)).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(Fill(4), New).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(Fill(10), New).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void An_acknowledgement_does_not_wake_an_order_that_is_over()
    {
        Assert.That(After(Canceled, New).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
        Assert.That(After(Rejected, New).OrdStatus, Is.EqualTo(OrdStatus.Rejected));
        Assert.That(After(Expired, New).OrdStatus, Is.EqualTo(OrdStatus.Expired));
    }

    [Test(Description = "FIX 4.4 appendix D, J.1.b")]
    public void A_late_fill_on_a_canceled_order_leaves_it_canceled()
    {
        var ledger = After(New, Canceled, Fill(4));

        Assert.That(ledger, Is.EqualTo(new OrderLedger(OrdStatus.Canceled, 4, 400)));
    }

    [Test]
    public void Canceled_and_filled_to_the_full_is_filled_whichever_comes_last()
    {
        Assert.That(After(New, Canceled, Fill(10)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(After(New, Fill(10), Canceled).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(After(New, Fill(4), Canceled, Fill(6)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void A_pending_cancel_goes_before_a_part_fill_and_after_a_full_one()
    {
        var pending = Report(ExecType.PendingCancel);

        Assert.That(After(New, pending, Fill(4)).OrdStatus, Is.EqualTo(OrdStatus.PendingCancel));
        Assert.That(After(New, pending, Fill(10)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(After(New, pending, Fill(4), Canceled).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
    }

    [TestCase(OrdStatus.Denied)]
    [TestCase(OrdStatus.Held)]
    [TestCase(OrdStatus.Unresolved)]
    public void A_word_of_ours_gives_way_to_the_venues(OrdStatus ours) =>
        Assert.That(FillLifecycle.Next(ours, ExecType.New, 0, OrderQty), Is.EqualTo(OrdStatus.New));

    [Test]
    public void The_order_in_which_the_reports_of_an_order_come_does_not_matter()
    {
        var fills = Gen.Select(Gen.Int[1, 6], Gen.Int[9_000, 11_000]).Select((qty, cents) => Fill(qty, cents / 100m)).Array[0, 3];
        Gen.Select(fills, Gen.Bool)
            .Select((trades, isCanceled) => isCanceled ? [New, .. trades, Canceled] : new[] { New }.Concat(trades).ToArray())
            .SelectMany(inOrder => Gen.Shuffle(inOrder.ToArray()).Select(shuffled => (inOrder, shuffled)))
            .Sample(story => After(story.shuffled) == After(story.inOrder), iter: 5_000);
    }
}
