using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Status;
using static Pipeline.Trading.Tests.Orders.SomeOrder;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>What halts, bands and breakers make of the market's hours.</summary>
public sealed class SymbolTradingTests
{
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(30);
    private static readonly OrderSession Open = new(SessionCalendars.Default.For("AAPL").At(Now), Now.AddHours(5));
    private static readonly OrderSession Kept = new(new SessionStatus.Closed(Now.AddHours(12), "after close") { IsKeptByVenue = true }, null);
    private static readonly OrderSession Closed = new(new SessionStatus.Closed(Now.AddHours(12), "after close"), null);
    private static readonly OrderAsk Buy = new(Side.Buy, null, TimeInForce.Day);
    private static readonly PriceBand Band = new("AAPL", 95, 105, Now);

    [TestCase(SecurityTradingStatus.ReadyToTrade)]
    [TestCase(SecurityTradingStatus.Resume)]
    public void A_symbol_that_trades_leaves_the_hours_as_they_are(SecurityTradingStatus status) =>
        Assert.That(Of(Open, new() { Symbol = [Says(status)] }), Is.EqualTo((Open, (string?)null)));

    [TestCase(SecurityTradingStatus.TradingHalt)]
    [TestCase(SecurityTradingStatus.NotAvailableForTrading)]
    [TestCase(SecurityTradingStatus.OpeningDelay)]
    [TestCase(SecurityTradingStatus.NoOpenNoResume)]
    public void One_that_does_not_is_closed_and_looked_at_again_in_a_minute(SecurityTradingStatus status) =>
        IsClosed(Of(Open, new() { Symbol = [Says(status)] }), "SESSION_HALTED", Now.AddMinutes(1));

    [Test]
    public void Of_two_who_speak_for_a_symbol_the_one_who_halts_it_counts_however_old_his_word()
    {
        var halt = Says(SecurityTradingStatus.TradingHalt) with { At = Now.AddDays(-1) };

        IsClosed(Of(Open, new() { Symbol = [Says(SecurityTradingStatus.ReadyToTrade), halt] }), "SESSION_HALTED", Now.AddMinutes(1));
    }

    [Test]
    public void What_would_wait_at_the_venue_is_not_sent_for_a_halted_symbol_either() => Assert.That(
        SessionGate.Decide(Of(Kept, new() { Symbol = [Says(SecurityTradingStatus.TradingHalt)] }).Hours.Status, ClosedMarketPolicy.SendQueued, Now.AddHours(1), Now),
        Is.TypeOf<Verdict.Hold>().With.Property("Code").EqualTo("SESSION_HALTED"));

    [Test]
    public void Outside_the_hours_a_halt_changes_nothing() =>
        Assert.That(Of(Closed, new() { Symbol = [Says(SecurityTradingStatus.TradingHalt)] }).Hours, Is.SameAs(Closed));

    [Test]
    public void A_halted_market_is_closed_until_its_halt_ends_by_itself()
    {
        var facts = new TradingFacts { Market = [new MarketStatus("XNYS", TradSesStatus.Halted, Now, Now.AddMinutes(15), "level 1")] };

        IsClosed(Of(Open, facts, at: Now.AddMinutes(15).AddTicks(-1)), "SESSION_MARKET_HALTED", Now.AddMinutes(15));
        Assert.That(Of(Open, facts, at: Now.AddMinutes(15)).Hours, Is.SameAs(Open));
    }

    [Test]
    public void One_without_an_end_stands_until_somebody_says_open()
    {
        var halted = new MarketStatus("XNYS", TradSesStatus.Halted, Now.AddDays(-1), null, "floor closed");

        IsClosed(Of(Open, new() { Market = [halted] }), "SESSION_MARKET_HALTED", Now.AddMinutes(1));
        Assert.That(Of(Open, new() { Market = [halted with { Status = TradSesStatus.Open }] }).Hours, Is.SameAs(Open));
    }

    [Test]
    public void A_market_that_is_closed_for_the_night_does_not_keep_from_the_venue_what_it_keeps()
    {
        MarketStatus Says(TradSesStatus status) => new("XNYS", status, Now, null, "");

        Assert.That(Of(Kept, new() { Market = [Says(TradSesStatus.Closed)] }).Hours, Is.SameAs(Kept));
        IsClosed(Of(Open, new() { Market = [Says(TradSesStatus.Closed)] }), "SESSION_MARKET_HALTED", Now.AddMinutes(1));
        IsClosed(Of(Kept, new() { Market = [Says(TradSesStatus.Halted)] }), "SESSION_MARKET_HALTED", Now.AddMinutes(1));
    }

    [Test]
    public void In_a_limit_state_the_side_that_finds_nobody_waits_and_the_other_one_goes()
    {
        var facts = new TradingFacts { Band = Band, LimitState = new LimitState(Side.Buy, Now.AddSeconds(-5)) };

        IsClosed(Of(Open, facts), "SESSION_LIMIT_STATE", Now.AddSeconds(10));
        Assert.That(Of(Open, facts, Buy with { Side = Side.Sell }).Hours, Is.SameAs(Open));
    }

    [Test]
    public void The_pause_that_follows_stops_both_sides_until_it_ends()
    {
        var facts = new TradingFacts { Band = Band with { At = Now.AddSeconds(14) }, LimitState = new LimitState(Side.Buy, Now) };

        IsClosed(Of(Open, facts, Buy with { Side = Side.Sell }, Now.AddSeconds(15)), "SESSION_HALTED", Now.AddSeconds(315));
        Assert.That(Of(Open, facts with { Band = Band with { At = Now.AddSeconds(315) } }, at: Now.AddSeconds(315)).Hours, Is.SameAs(Open));
    }

    [TestCase(Side.Buy, 105, null)]
    [TestCase(Side.Buy, 105.01, "SESSION_PRICE_BAND")]
    [TestCase(Side.Sell, 95, null)]
    [TestCase(Side.Sell, 94.99, "SESSION_PRICE_BAND")]
    [TestCase(Side.Buy, 90, null, Description = "it rests until the band comes down to it")]
    public void A_limit_beyond_the_band_is_not_sent(Side side, decimal price, string? code) => Assert.That(
        (Of(Open, new() { Band = Band }, new OrderAsk(side, price, TimeInForce.Day)).Hours.Status as SessionStatus.Closed)?.Code, Is.EqualTo(code));

    [TestCase(TimeInForce.Opg)]
    [TestCase(TimeInForce.Cls)]
    [TestCase(TimeInForce.ExtendedHours)]
    public void Bands_do_not_hold_in_auctions_and_outside_the_core_session(TimeInForce timeInForce) =>
        Assert.That(Of(Open, new() { Band = Band }, new OrderAsk(Side.Buy, 110, timeInForce), required: MarketInput.PriceBand).Missing, Is.Null);

    [TestCase(MarketInput.SecurityStatus)]
    [TestCase(MarketInput.MarketStatus)]
    [TestCase(MarketInput.PriceBand)]
    public void What_a_market_requires_and_nobody_has_said_lately_is_missing(MarketInput input)
    {
        TradingFacts At(DateTimeOffset at) => new()
        {
            Symbol = [Says(SecurityTradingStatus.ReadyToTrade) with { At = at }],
            Market = [new MarketStatus("XNYS", TradSesStatus.Open, at, null, "")],
            Band = Band with { At = at },
        };

        Assert.That(Of(Open, new(), required: input).Missing, Does.Contain("last_said=never"));
        Assert.That(Of(Open, At(Now - Oldest), required: input).Missing, Is.Null);
        Assert.That(Of(Open, At(Now - Oldest - TimeSpan.FromTicks(1)), required: input).Missing, Does.Contain("last_said=2026-"));
        Assert.That(Of(Open, At(Now + Oldest + TimeSpan.FromTicks(1)), required: input).Missing, Does.Contain("last_said=2026-"));
        Assert.That(Of(Open, new()).Missing, Is.Null, "not required");
    }

    [Test]
    public void A_status_that_is_said_to_be_unknown_is_no_status()
    {
        var facts = new TradingFacts { Symbol = [Says(SecurityTradingStatus.UnknownOrInvalid)], Market = [new MarketStatus("XNYS", TradSesStatus.Unknown, Now, null, "")] };

        Assert.That(Of(Open, facts, required: MarketInput.SecurityStatus).Missing, Is.Not.Null);
        Assert.That(Of(Open, facts, required: MarketInput.MarketStatus).Missing, Is.Not.Null);
    }

    [Test]
    public void A_band_that_is_too_old_stops_nothing_where_none_is_required() =>
        Assert.That(Of(Open, new() { Band = Band with { At = Now.AddHours(-1) } }, Buy with { LimitPrice = 110 }).Hours, Is.SameAs(Open));

    [Test]
    public void Required_inputs_are_read_as_they_are_written()
    {
        var required = RequiredInputs.Parse("XNYS=security_status+price_band;XNAS=market_status");

        Assert.That(required.Ask("XNYS", MarketInput.PriceBand), Is.True);
        Assert.That(required.Ask("XNYS", MarketInput.MarketStatus), Is.False);
        Assert.That(required.Ask("24/7", MarketInput.SecurityStatus), Is.False);
        Assert.That(() => RequiredInputs.Parse("XNYX=price_band"), Throws.TypeOf<FormatException>().With.Message.Contains("XNYX"));
        Assert.That(() => RequiredInputs.Parse("XNYS=bands"), Throws.TypeOf<FormatException>().With.Message.Contains("'bands'"));
        Assert.That(() => RequiredInputs.Parse("XNYS"), Throws.TypeOf<FormatException>());
        Assert.That(() => RequiredInputs.Parse("XNYS=price_band;XNYS=price_band"), Throws.TypeOf<FormatException>().With.Message.Contains("twice"));
    }

    private static (OrderSession Hours, string? Missing) Of(
        OrderSession hours, TradingFacts facts, OrderAsk? order = null, DateTimeOffset? at = null, MarketInput? required = null) =>
        SymbolTrading.Of(hours, order ?? Buy, facts, new KnownEnough(input => input == required, Oldest), at ?? Now);

    private static SecurityStatus Says(SecurityTradingStatus status) => new("AAPL", status, Now, "its words");

    private static void IsClosed((OrderSession Hours, string? Missing) found, string code, DateTimeOffset until) => Assert.That(
        found.Hours.Status, Is.TypeOf<SessionStatus.Closed>().With.Property("Code").EqualTo(code).And.Property("NextOpen").EqualTo(until));
}
