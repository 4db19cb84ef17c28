using Pipeline.Messages.Fix;
using static Pipeline.Venues.Paper.Tests.Sample;

namespace Pipeline.Venues.Paper.Tests;

/// <summary>A venue that takes 25 basis points of what the account receives.</summary>
internal sealed class CommissionTests
{
    private Exchange _exchange = null!;

    [SetUp]
    public void SetUp()
    {
        _exchange = new Exchange(commissionBps: 25);
        _exchange.Market.Show(Second(-5), 99.99m, 300, 100, 500);
    }

    [TearDown]
    public void TearDown() => _exchange.Dispose();

    [Test]
    public void Of_shares_it_is_money_on_both_sides()
    {
        _exchange.Submit(Buy("a", 10));
        _exchange.Submit(Sell("b", 10));

        Assert.That(Trades().Select(trade => (trade.Commission, trade.CommCurrency)), Is.EqualTo(new[] { ((decimal?)2.5m, "USD"), (2.5m, "USD") }));
        Assert.That(_exchange.Account().Cash, Is.EqualTo(10_000_000 - 1000 - 2.5m + 999.9m - 2.5m));
    }

    [Test]
    public void Of_coins_that_are_bought_it_is_coins_and_the_order_has_filled_all_the_same()
    {
        using var coins = new Exchange(commissionBps: 25, quotes: new RandomWalkQuotes(1));

        coins.Submit(Buy("a", 2) with { Symbol = "BTC/USD" });

        var trade = coins.Reports().Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.LastQty, trade.Commission, trade.CommCurrency), Is.EqualTo((2m, (decimal?)0.005m, "BTC")));
        Assert.That((coins.Account().Positions["BTC/USD"], coins.Account().Cash), Is.EqualTo((1.995m, 10_000_000 - (2 * trade.LastPx))));
    }

    [Test]
    public void What_is_less_than_can_be_paid_is_not_taken()
    {
        _exchange.Market.Show(Second(-1), 0.01m, 300, 0.01m, 500);

        _exchange.Submit(Buy("a", 1));

        Assert.That(Trades().Select(trade => (trade.Commission, trade.CommCurrency)), Is.EqualTo(new[] { ((decimal?)null, (string?)null) }));
    }

    private IEnumerable<ExecutionReport> Trades() => _exchange.Reports().Where(report => report.ExecType == ExecType.Trade);
}
