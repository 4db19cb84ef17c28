using NUnit.Framework;
using Pipeline.Trading.Sessions;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>Which market a symbol trades at, by the operator's word.</summary>
public sealed class SymbolMarketsTests
{
    private static readonly SymbolMarkets Mapped = SymbolMarkets.Parse("VOD.L=XLON; *.L=XETR; ES*=CMES; aapl=XNAS; */EUR=24/5");

    [TestCase("VOD.L", "XLON", Description = "The first pattern that fits decides.")]
    [TestCase("BP.L", "XETR")]
    [TestCase("ESZ6", "CMES")]
    [TestCase("AAPL", "XNAS")]
    [TestCase("AAPLX", "XNYS")]
    [TestCase("BTC/EUR", "24/5")]
    [TestCase("BTC/USD", "24/7")]
    [TestCase("MSFT", "XNYS")]
    public void A_symbol_trades_at_the_market_of_its_pattern(string symbol, string market) => Assert.That(Mapped.Of(symbol), Is.EqualTo(market));

    [Test]
    public void The_calendar_follows_the_mapping() =>
        Assert.That(SessionCalendars.Create(Mapped, Trading.Sessions.Overrides.SessionOverrides.None).For("VOD.L").Market, Is.EqualTo("XLON"));

    [TestCase("AAPL", "is no PATTERN=MARKET in 'AAPL'")]
    [TestCase("AAPL=XABC", "names the market XABC, and there are XNYS, XNAS")]
    [TestCase("A*L=XNYS", "has a * inside 'A*L'")]
    [TestCase("*A*=XNYS", "has a * inside '*A*'")]
    public void What_is_no_mapping_is_refused(string text, string fault) =>
        Assert.That(() => SymbolMarkets.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith(fault));
}
