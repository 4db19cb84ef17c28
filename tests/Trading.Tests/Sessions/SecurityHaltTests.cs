using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;
using static Pipeline.Trading.Tests.Orders.SomeOrder;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>What the venue's word about a symbol makes of the market's hours.</summary>
public sealed class SecurityHaltTests
{
    private static readonly OrderSession Open = new(SessionCalendars.Default.For("AAPL").At(Now), Now.AddHours(5));
    private static readonly OrderSession Kept = new(new SessionStatus.Closed(Now.AddHours(12), "after close") { IsKeptByVenue = true }, null);
    private static readonly OrderSession Closed = new(new SessionStatus.Closed(Now.AddHours(12), "after close"), null);

    [Test]
    public void A_symbol_that_trades_leaves_the_hours_as_they_are() =>
        Assert.That(SecurityHalt.Apply(Open, Status(SecurityTradingStatus.ReadyToTrade), Now), Is.SameAs(Open));

    [TestCase(SecurityTradingStatus.TradingHalt)]
    [TestCase(SecurityTradingStatus.NotAvailableForTrading)]
    public void One_that_does_not_is_closed_and_looked_at_again_in_a_minute(SecurityTradingStatus status) =>
        Assert.That(
            SecurityHalt.Apply(Open, Status(status), Now).Status,
            Is.TypeOf<SessionStatus.Closed>().With.Property("Code").EqualTo("SESSION_HALTED").And.Property("NextOpen").EqualTo(Now.AddMinutes(1)));

    [Test]
    public void What_would_wait_at_the_venue_is_not_sent_for_a_halted_symbol_either() =>
        Assert.That(
            SessionGate.Decide(SecurityHalt.Apply(Kept, Status(SecurityTradingStatus.TradingHalt), Now).Status, ClosedMarketPolicy.SendQueued, Now.AddHours(1), Now),
            Is.TypeOf<Verdict.Hold>().With.Property("Code").EqualTo("SESSION_HALTED"));

    [Test]
    public void Outside_the_hours_a_halt_changes_nothing() =>
        Assert.That(SecurityHalt.Apply(Closed, Status(SecurityTradingStatus.TradingHalt), Now), Is.SameAs(Closed));

    private static SecurityStatus Status(SecurityTradingStatus status) => new("AAPL", status, Now, "its words");
}
