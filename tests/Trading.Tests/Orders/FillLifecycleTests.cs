using CsCheck;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;
using static Pipeline.Trading.Tests.Orders.Reports;

namespace Pipeline.Trading.Tests.Orders;

public sealed class FillLifecycleTests
{
    private static readonly ExecutionReport New = Report(ExecType.New);
    private static readonly ExecutionReport Canceled = Report(ExecType.Canceled);
    private static readonly ExecutionReport Expired = Report(ExecType.Expired);
    private static readonly ExecutionReport Rejected = Report(ExecType.Rejected);
    private static readonly ExecutionReport PendingCancel = Report(ExecType.PendingCancel);

    [Test]
    public void Every_report_means_something_wherever_an_order_stands(
        [Values] OrdStatus standing, [Values] ExecType exec, [Values(OrdStatus.New, OrdStatus.Filled, OrdStatus.Canceled, OrdStatus.PendingReplace)] OrdStatus stated)
    {
        var move = FillLifecycle.Next(standing, exec, stated);

        Assert.That(move, Is.Not.TypeOf<Move.To>().Or.Property(nameof(Move.To.Standing)).AnyOf(FillLifecycle.Standings.Cast<object>().ToArray()));
    }

    [Test]
    public void A_report_that_is_repeated_changes_nothing_more([Values] OrdStatus standing, [Values] ExecType exec)
    {
        var once = FillLifecycle.Next(standing, exec, Usual(exec)) is Move.To to ? to.Standing : standing;

        Assert.That(FillLifecycle.Next(once, exec, Usual(exec)), Is.Not.TypeOf<Move.To>().Or.EqualTo(new Move.To(OrdStatus.PendingNew)));
    }

    [Test]
    public void An_order_works_and_fills()
    {
        Assert.That(After(New).OrdStatus, Is.EqualTo(OrdStatus.New));
        Assert.That(After(New, Trade(4)).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(New, Trade(4), Trade(6)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void A_fill_that_overtakes_the_acknowledgement_counts_and_the_late_acknowledgement_does_not()
    {
        Assert.That(After(Trade(4)).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(Trade(4), New).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(Trade(10), New).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void An_acknowledgement_does_not_wake_an_order_that_is_over()
    {
        Assert.That(After(Canceled, New).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
        Assert.That(After(Rejected, New).OrdStatus, Is.EqualTo(OrdStatus.Rejected));
        Assert.That(After(Expired, New).OrdStatus, Is.EqualTo(OrdStatus.Expired));
    }

    [Test]
    public void A_late_fill_on_a_canceled_order_leaves_it_canceled()
    {
        var ledger = After(New, Canceled, Trade(4));

        Assert.That((ledger.OrdStatus, ledger.CumQty, ledger.LeavesQty), Is.EqualTo((OrdStatus.Canceled, 4m, 0m)));
    }

    [Test]
    public void Canceled_and_filled_to_the_full_is_filled_whichever_comes_last()
    {
        Assert.That(After(New, Canceled, Trade(10)).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(After(New, Trade(10), Canceled).OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public void A_bust_opens_a_filled_order_again_unless_it_was_canceled_too()
    {
        var (was, none) = (new Fill(10, 1_000), Fill.None);

        Assert.That(After(New, Trade(10)).Apply(Report(ExecType.TradeCancel), was, none).After.OrdStatus, Is.EqualTo(OrdStatus.New));
        Assert.That(After(New, Trade(10), Canceled).Apply(Report(ExecType.TradeCancel), was, none).After.OrdStatus, Is.EqualTo(OrdStatus.Canceled));
    }

    [Test(Description = "FIX 4.4 appendix D: Pending Cancel 12, Filled 8, Partially Filled 4")]
    public void A_pending_cancel_goes_before_any_fill_until_the_venue_says_that_nothing_is_pending()
    {
        Assert.That(After(New, PendingCancel, Trade(4)).OrdStatus, Is.EqualTo(OrdStatus.PendingCancel));
        Assert.That(After(New, PendingCancel, Trade(10)).OrdStatus, Is.EqualTo(OrdStatus.PendingCancel));
        Assert.That(After(New, PendingCancel, Trade(10)).LeavesQty, Is.Zero);
        Assert.That(After(New, PendingCancel, Trade(10) with { OrdStatus = OrdStatus.Filled }).OrdStatus, Is.EqualTo(OrdStatus.Filled));
        Assert.That(After(New, PendingCancel, Trade(4), Report(ExecType.OrderStatus)).OrdStatus, Is.EqualTo(OrdStatus.PartiallyFilled));
        Assert.That(After(New, PendingCancel, Trade(4), Canceled).OrdStatus, Is.EqualTo(OrdStatus.Canceled));
    }

    [Test]
    public void An_order_ends_once_and_another_end_is_refused_with_a_reason()
    {
        var change = After(New, Canceled).Apply(Expired, Fill.None, Fill.None);

        Assert.That(change.After.OrdStatus, Is.EqualTo(OrdStatus.Canceled));
        Assert.That(change.Refusal, Does.Contain("ends once"));
    }

    [Test]
    public void An_order_that_a_successor_replaced_is_over_and_one_that_goes_on_is_not()
    {
        var replaced = Report(ExecType.Replaced) with { OrderQty = 12 };

        Assert.That(After(New, replaced with { OrdStatus = OrdStatus.Replaced }).OrdStatus, Is.EqualTo(OrdStatus.Replaced));
        Assert.That(After(New, Trade(4), replaced).LeavesQty, Is.EqualTo(8));
    }

    [TestCase(OrdStatus.Denied)]
    [TestCase(OrdStatus.Held)]
    [TestCase(OrdStatus.Unresolved)]
    public void A_word_of_ours_gives_way_to_the_venues(OrdStatus ours) =>
        Assert.That(FillLifecycle.Next(ours, ExecType.New, OrdStatus.New), Is.EqualTo(new Move.To(OrdStatus.New)));

    [Test]
    public void The_order_in_which_the_reports_of_an_order_come_does_not_matter()
    {
        // A venue's life of an order: some words, each later than the one before, fills among them, and perhaps an end.
        var fills = Gen.Select(Gen.Int[1, 6], Gen.Int[9_000, 11_000]).Select((qty, cents) => Trade(qty, cents / 100m)).Array[0, 3];
        var words = Gen.OneOf(ExecType.PendingCancel, ExecType.PendingReplace, ExecType.DoneForDay, ExecType.OrderStatus, ExecType.Restated, ExecType.Suspended)
            .Array[0, 4].Select(kinds => kinds.Select((kind, i) => Report(kind) with { TransactTime = DateTimeOffset.UnixEpoch.AddSeconds(i + 1) }));
        Gen.Select(fills, words, Gen.Bool)
            .Select((trades, said, isCanceled) => new[] { New }.Concat(said).Concat(trades).Concat(isCanceled ? [Canceled] : []).ToArray())
            .SelectMany(inOrder => Gen.Shuffle(inOrder.ToArray()).Select(shuffled => (inOrder, shuffled)))
            .Sample(story => Told(After(story.shuffled)) == Told(After(story.inOrder)), iter: 10_000);
    }

    private static (OrdStatus, decimal, decimal) Told(OrderLedger ledger) => (ledger.OrdStatus, ledger.CumQty, ledger.CumValue);
}
