using System.Text.RegularExpressions;

namespace Pipeline.Venues.Alpaca.Tests;

public sealed class CapabilityTests
{
    [TestCase("AAPL", true)]
    [TestCase("BRK.B", true)]
    [TestCase("ETH/USD", true)]
    [TestCase("ETH/BTC", false)]
    [TestCase("ETH/USDT", false)]
    public void Only_what_is_priced_in_the_accounts_money_is_traded(string symbol, bool isTraded) =>
        Assert.That(Regex.IsMatch(symbol, AlpacaCapabilities.Stated.Symbols), Is.EqualTo(isTraded));
}
