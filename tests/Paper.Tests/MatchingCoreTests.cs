using Pipeline.Messages.Fix;
using static Pipeline.Venues.Paper.MatchEvent;

namespace Pipeline.Venues.Paper.Tests;

internal sealed class MatchingCoreTests
{
    private static readonly Quote Touch = new(Sample.Symbol, Sample.Noon, 99.99m, 300, 100.01m, 500);

    [Test]
    public void A_market_buy_takes_the_ask() =>
        Assert.That(Match(Order(1, Side.Buy, OrdType.Market, 200)), Is.EqualTo(new[] { new Filled(1, 200, 100.01m) }));

    [Test]
    public void A_market_sell_takes_the_bid() =>
        Assert.That(Match(Order(1, Side.Sell, OrdType.Market, 200)), Is.EqualTo(new[] { new Filled(1, 200, 99.99m) }));

    [TestCase(Side.Buy, 100.00, ExpectedResult = 0)]
    [TestCase(Side.Buy, 100.01, ExpectedResult = 1)]
    [TestCase(Side.Sell, 100.00, ExpectedResult = 0)]
    [TestCase(Side.Sell, 99.99, ExpectedResult = 1)]
    public int A_limit_order_fills_only_when_the_quote_reaches_it(Side side, decimal limit) =>
        Match(Order(1, side, OrdType.Limit, 100) with { Price = limit }).Count;

    [Test]
    public void A_limit_order_that_is_reached_gets_the_touch_not_its_limit() =>
        Assert.That(
            Match(Order(1, Side.Buy, OrdType.Limit, 100) with { Price = 105 }), Is.EqualTo(new[] { new Filled(1, 100, 100.01m) }));

    [Test]
    public void The_displayed_size_is_shared_in_order_of_acceptance_and_given_away_once()
    {
        var matching = MatchingCore.Match(
            [
                Order(1, Side.Buy, OrdType.Limit, 50) with { Price = 99 },
                Order(2, Side.Buy, OrdType.Market, 400),
                Order(3, Side.Buy, OrdType.Market, 400),
                Order(4, Side.Buy, OrdType.Market, 400),
                Order(5, Side.Sell, OrdType.Market, 100),
            ],
            DisplayedQuote.Of(Touch));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                matching.Events,
                Is.EqualTo(new[] { new Filled(2, 400, 100.01m), new Filled(3, 100, 100.01m), new Filled(5, 100, 99.99m) }));
            Assert.That(matching.Left, Is.EqualTo(new DisplayedQuote(Touch, 200, 0)));
        }
    }

    [TestCase(Side.Buy, 100.01, ExpectedResult = true)]
    [TestCase(Side.Buy, 100.02, ExpectedResult = false)]
    [TestCase(Side.Sell, 99.99, ExpectedResult = true)]
    [TestCase(Side.Sell, 99.98, ExpectedResult = false)]
    public bool A_stop_triggers_when_the_touch_reaches_it(Side side, decimal stop) =>
        Match(Order(1, side, OrdType.Stop, 100) with { StopPx = stop }).Any(happened => happened is Triggered);

    [Test]
    public void A_triggered_stop_trades_from_the_same_quote_on() =>
        Assert.That(
            Match(Order(1, Side.Buy, OrdType.Stop, 100) with { StopPx = 100 }),
            Is.EqualTo(new MatchEvent[] { new Triggered(1), new Filled(1, 100, 100.01m) }));

    [Test]
    public void A_triggered_stop_limit_keeps_to_its_limit() =>
        Assert.That(
            Match(Order(1, Side.Buy, OrdType.StopLimit, 100) with { StopPx = 100, Price = 100 }), Is.EqualTo(new[] { new Triggered(1) }));

    [Test]
    public void A_stop_that_was_triggered_needs_no_second_trigger() =>
        Assert.That(
            Match(Order(1, Side.Buy, OrdType.Stop, 100) with { StopPx = 200, Triggered = true }),
            Is.EqualTo(new[] { new Filled(1, 100, 100.01m) }));

    [Test]
    public void Immediate_or_cancel_takes_what_is_there_and_cancels_the_rest()
    {
        var events = Match(Order(1, Side.Buy, OrdType.Market, 700) with { TimeInForce = TimeInForce.Ioc });

        Assert.That(events, Has.Count.EqualTo(2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(events[0], Is.EqualTo(new Filled(1, 500, 100.01m)));
            Assert.That(events[1], Is.TypeOf<Canceled>());
        }
    }

    [TestCase(500, ExpectedResult = typeof(Filled))]
    [TestCase(501, ExpectedResult = typeof(Canceled))]
    public Type Fill_or_kill_is_all_or_nothing(decimal qty) =>
        Match(Order(1, Side.Buy, OrdType.Market, qty) with { TimeInForce = TimeInForce.Fok }).Single().GetType();

    [TestCase(TimeInForce.Ioc, ExpectedResult = 1)]
    [TestCase(TimeInForce.Fok, ExpectedResult = 1)]
    [TestCase(TimeInForce.Day, ExpectedResult = 0)]
    [TestCase(TimeInForce.Gtc, ExpectedResult = 0)]
    public int Without_a_quote_immediate_orders_are_canceled_and_others_rest(TimeInForce tif) =>
        MatchingCore.Match([Order(1, Side.Buy, OrdType.Market, 100) with { TimeInForce = tif }], default).Events.OfType<Canceled>().Count();

    [Test]
    public void A_side_without_a_quote_fills_nobody() =>
        Assert.That(
            MatchingCore.Match([Order(1, Side.Buy, OrdType.Market, 100)], DisplayedQuote.Of(Touch with { Ask = null })).Events, Is.Empty);

    private static RestingOrder Order(long seq, Side side, OrdType type, decimal qty) =>
        new(seq, side, type, qty, null, null, TimeInForce.Day);

    private static IReadOnlyList<MatchEvent> Match(RestingOrder order) => MatchingCore.Match([order], DisplayedQuote.Of(Touch)).Events;
}
