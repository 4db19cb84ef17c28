using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class AccountComparisonTests
{
    private static readonly OurView Ours = new()
    {
        NotListed = [],
        Orders = [new ViewedOrder("V1", "A", "AAPL", OrdStatus.PartiallyFilled, 10, 4)],
        Positions = new Dictionary<string, decimal> { ["AAPL"] = 4 },
        Cash = 1000,
    };

    private static readonly TheirView Theirs = new()
    {
        NotBooked = [],
        Orders = [new ViewedOrder("V1", "A", "AAPL", OrdStatus.PartiallyFilled, 10, 4)],
        Positions = new Dictionary<string, decimal> { ["AAPL"] = 4 },
        Cash = 1000,
    };

    [Test]
    public void Two_views_that_are_the_same_do_not_differ() => Assert.That(Kinds(Ours, Theirs), Is.Empty);

    [Test]
    public void An_execution_that_is_not_booked_is_missing_here() =>
        Assert.That(Kinds(Ours, Theirs with { NotBooked = [new ListedExecution("e2", "AAPL", null)] }), Is.EqualTo(new[] { BreakKind.ExecutionMissingHere }));

    [Test]
    public void A_trade_that_is_not_listed_is_missing_there() => Assert.That(
        Kinds(Ours with { NotListed = [new BookedExecution("e1", "AAPL", "A", MustBeListed: true)] }, Theirs), Is.EqualTo(new[] { BreakKind.ExecutionMissingThere }));

    [TestCase(OrdStatus.Canceled, 4)]
    [TestCase(OrdStatus.PartiallyFilled, 5)]
    [TestCase(OrdStatus.Filled, 10)]
    public void An_order_that_stands_otherwise_differs(OrdStatus there, int cumQty) => Assert.That(
        Kinds(Ours, Theirs with { Orders = [new ViewedOrder("V1", "A", "AAPL", there, 10, cumQty)] }), Is.EqualTo(new[] { BreakKind.OrderStatusDiffers }));

    [Test]
    public void An_order_that_asks_for_another_quantity_differs() => Assert.That(
        Kinds(Ours, Theirs with { Orders = [new ViewedOrder("V1", "A", "AAPL", OrdStatus.PartiallyFilled, 20, 4)] }), Is.EqualTo(new[] { BreakKind.OrderStatusDiffers }));

    [Test]
    public void Two_words_for_open_are_no_difference() => Assert.That(
        Kinds(Ours, Theirs with { Orders = [new ViewedOrder("V1", "A", "AAPL", OrdStatus.PendingCancel, 10, 4)] }), Is.Empty);

    [Test]
    public void An_order_that_the_venue_does_not_know_differs() =>
        Assert.That(Kinds(Ours, Theirs with { Orders = [] }), Is.EqualTo(new[] { BreakKind.OrderStatusDiffers }));

    [TestCase(4, true)]
    [TestCase(0, false)]
    public void An_order_that_is_over_and_that_the_venue_does_not_know_differs_when_it_has_filled(int cumQty, bool differs) => Assert.That(
        Kinds(Ours with { Orders = [new ViewedOrder("V1", "A", "AAPL", OrdStatus.Canceled, 10, cumQty)] }, Theirs with { Orders = [] }),
        differs ? Is.EqualTo(new[] { BreakKind.OrderStatusDiffers }) : Is.Empty);

    [Test]
    public void Of_an_order_that_the_venue_told_nothing_about_nothing_is_said() =>
        Assert.That(Kinds(Ours, Theirs with { Orders = [], NotTold = new HashSet<string> { "A" } }), Is.Empty);

    [Test]
    public void An_open_order_that_is_not_ours_is_external() => Assert.That(
        Kinds(Ours, Theirs with { Orders = [.. Theirs.Orders, new ViewedOrder("V9", "", "MSFT", OrdStatus.New, 5, 0)] }), Is.EqualTo(new[] { BreakKind.ExternalOrder }));

    [Test]
    public void A_position_differs_where_we_have_traded_and_is_external_where_we_have_not()
    {
        var found = AccountComparison.Compare(Ours, Theirs with { Positions = new Dictionary<string, decimal> { ["AAPL"] = 1, ["IBM"] = 7 } }, 0);

        Assert.That(found.Select(each => (each.Kind, each.Subject, each.Delta)), Is.EqualTo(new[]
        {
            (BreakKind.PositionDiffers, "AAPL", (decimal?)-3), (BreakKind.ExternalPosition, "IBM", 7),
        }));
    }

    [Test]
    public void Of_a_symbol_that_moves_and_of_cash_meanwhile_nothing_is_said() => Assert.That(
        Kinds(Ours with { Moving = new HashSet<string> { "AAPL" } }, Theirs with { Cash = 5, Orders = [], Positions = new Dictionary<string, decimal>() }), Is.Empty);

    [Test]
    public void Of_cash_that_a_fee_moves_meanwhile_nothing_is_said_and_of_the_rest_all_is() => Assert.That(
        Kinds(Ours with { HasPaidFee = true }, Theirs with { Cash = 5, Positions = new Dictionary<string, decimal>() }), Is.EqualTo(new[] { BreakKind.PositionDiffers }));

    [TestCase("1000.01", false)]
    [TestCase("1000.02", true)]
    [TestCase("999.98", true)]
    public void Cash_differs_by_more_than_rounding(string there, bool differs) =>
        Assert.That(Kinds(Ours, Theirs with { Cash = decimal.Parse(there) }), differs ? Is.EqualTo(new[] { BreakKind.CashDiffers }) : Is.Empty);

    private static IEnumerable<BreakKind> Kinds(OurView ours, TheirView theirs) => AccountComparison.Compare(ours, theirs, 0.01m).Select(found => found.Kind);
}
