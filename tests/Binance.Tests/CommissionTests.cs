using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>Commissions are taken in any asset, and each is booked where it came from.</summary>
public sealed class CommissionTests
{
    private const string Quotes = """ "quotes":[{"symbol":"BTC/USDT","bid":100,"ask":100},{"symbol":"BNB/USDT","bid":500,"ask":500}] """;

    [Test]
    public void Coins_of_a_buy_go_with_its_trade()
    {
        using var trading = Traded("""{"crypto_bps":10}""", Trading.Order("A"));

        var trade = trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.LastQty, trade.Commission, trade.CommCurrency), Is.EqualTo((10m, 0.01m, "BTC")));
        Assert.That(Positions(trading)["BTC/USDT"], Is.EqualTo(9.99m));
    }

    [Test]
    public void Cash_of_a_sale_goes_with_its_trade()
    {
        using var trading = Traded("""{"crypto_bps":10}""", Trading.Order("A") with { Side = Side.Sell });

        var trade = trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That((trade.Commission, trade.CommCurrency), Is.EqualTo((1m, "USDT")), "the account's currency");
        Assert.That(trading.Lookups.Currency, Is.EqualTo("USDT"));
    }

    [Test]
    public void A_coin_that_is_held_as_another_position_is_an_entry_of_its_own_by_stream_and_list_alike()
    {
        using var trading = Traded("""{"crypto_bps":10,"commission_asset":"BNB"}""", Trading.Order("A"));

        var trade = trading.Reports.Single(report => report.ExecType == ExecType.Trade);
        Assert.That(trade.Commission, Is.Null);
        var fee = trading.Fees.Single();
        Assert.That((fee.FeeId, fee.Amount, fee.Currency, fee.Symbol, fee.ExecId), Is.EqualTo(("BTCUSDT-T1/commission", 0.002m, "BNB", "BNB/USDT", "BTCUSDT-T1")));
        Assert.That(Trading.Done(trading.Lookups.FeesAsync(Trading.Ten, CancellationToken.None)).Require("no answer").Single().FeeId, Is.EqualTo(fee.FeeId));
        Assert.That(Positions(trading)["BNB/USDT"], Is.EqualTo(4.998m));
    }

    private static Trading Traded(string fees, NewOrderSingle order)
    {
        var trading = new Trading($$"""{"fees":{{fees}},"positions":{"BNB/USDT":5,"BTC/USDT":{{(order.Side == Side.Sell ? 10 : 0)}}},{{Quotes}}}""");
        trading.Listen();
        Assert.That(trading.Submit(order), Is.TypeOf<SubmitOutcome.Acknowledged>());
        trading.Pass(TimeSpan.FromMinutes(2));
        return trading;
    }

    private static IReadOnlyDictionary<string, decimal> Positions(Trading trading) => Trading.Done(trading.Lookups.AccountAsync(CancellationToken.None)).Positions;
}
