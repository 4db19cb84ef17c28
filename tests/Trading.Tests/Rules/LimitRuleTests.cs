using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Tests.Orders;
using static Pipeline.Trading.Tests.Rules.Facts;

namespace Pipeline.Trading.Tests.Rules;

/// <summary>What the rules do beside their edges, which <see cref="BoundaryTests"/> has.</summary>
public sealed class LimitRuleTests
{
    [Test]
    public void A_value_that_nobody_knows_is_over_every_limit() => Assert.That(Passes<MaxOrderNotional>(Of() with { Quote = null }), Is.False);

    [Test]
    public void The_worse_of_limit_and_trigger_is_measured() =>
        Assert.That(Passes<PriceCollar>(Of(Stop(100) with { OrderType = OrdType.StopLimit, LimitPrice = 111 })), Is.False);

    [Test]
    public void A_price_without_a_quote_to_hold_it_against_is_denied_and_a_market_order_has_none()
    {
        Assert.That(Passes<PriceCollar>(Of(Limit(100)) with { Quote = null }), Is.False);
        Assert.That(Passes<PriceCollar>(Of(Market()) with { Quote = null }), Is.True);
    }

    [Test]
    public void A_missing_quote_or_a_missing_side_of_it_is_denied()
    {
        var onlyBid = new Quote("AAPL", Now, 99, 1, null, 0);

        Assert.That(Passes<ReferencePrice>(Of() with { Quote = null }), Is.False);
        Assert.That(Passes<ReferencePrice>(Of(SomeOrder.Buy()) with { Quote = onlyBid }), Is.False);
        Assert.That(Passes<ReferencePrice>(Of(SomeOrder.Sell()) with { Quote = onlyBid }), Is.True);
        Assert.That(Passes<ReferencePrice>(Of() with { Quote = onlyBid with { Ask = 0 } }), Is.False, "a price of zero");
    }

    [Test]
    public void A_shape_is_whole_or_denied() => Assert.Multiple(() =>
    {
        Assert.That(Passes<OrderShape>(Of(Market())), Is.True);
        Assert.That(Passes<OrderShape>(Of(Limit(1))), Is.True);
        Assert.That(Passes<OrderShape>(Of(Stop(1))), Is.True);
        Assert.That(Passes<OrderShape>(Of(Market() with { LimitPrice = 1 })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market() with { OrderType = OrdType.Limit })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Limit(0))), Is.False);
        Assert.That(Passes<OrderShape>(Of(Stop(0))), Is.False);
        Assert.That(Passes<OrderShape>(Of(Limit(1) with { OrderType = OrdType.StopLimit })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market(0))), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market() with { OrderType = (OrdType)9 })), Is.False);
        Assert.That(Passes<OrderShape>(Of(Market() with { TimeInForce = (TimeInForce)9 })), Is.False);
    });

    [Test]
    public void A_quote_of_an_hour_ahead_is_no_reference() =>
        Assert.That(Passes<ReferencePrice>(Of() with { Quote = new Quote("AAPL", Now.AddHours(1), 99, 1, 100, 1) }), Is.False);

    [Test]
    public void A_quotes_age_can_be_waived_and_the_quote_can_not()
    {
        var waived = Of().Waive(AllLimits.MaxQuoteAgeS);

        Assert.That(Passes<ReferencePrice>(waived with { Quote = new Quote("AAPL", Now.AddHours(-1), 99, 1, 100, 1) }), Is.True);
        Assert.That(Passes<ReferencePrice>(waived with { Quote = null }), Is.False);
    }

    [Test]
    public void What_only_closes_passes_whatever_was_lost_or_is_held()
    {
        var closing = Of(Market(100), Side.Sell).Lost(1_000_000).Holding(100).Beside(new Portfolio(1_000_000, 0, 0))
            .With(AllLimits.MaxDailyLoss, 1).With(AllLimits.BuyingPowerPct, 1).With(AllLimits.MaxGross, 1).With(AllLimits.MaxSymbolGross, 1).With(AllLimits.MaxSymbolNet, 1)
            .With(AllLimits.ShortSales, false);

        Assert.That(RuleBook.Judge(RuleBook.Check(closing)), Is.EqualTo(new Verdict.Accept()));
    }

    [TestCase(ScopeKind.Strategies, "default")]
    [TestCase(ScopeKind.Symbols, "AAPL")]
    public void A_strategy_and_a_symbol_may_lose_less_than_the_account(ScopeKind kind, string name)
    {
        var facts = Of().With(AllLimits.MaxDailyLoss, 1_000).Lost(200).And(new LimitScope(kind, name), LimitSet.Empty.With(AllLimits.MaxDailyLoss, 100));

        Assert.That(Passes<MaxDailyLoss>(facts with { Scopes = [facts.Scopes[0], facts.Scopes[1] with { LossToday = 100 }] }), Is.True);
        Assert.That(Passes<MaxDailyLoss>(facts with { Scopes = [facts.Scopes[0], facts.Scopes[1] with { LossToday = 100.01m }] }), Is.False);
    }

    [Test]
    public void A_loss_that_nobody_can_tell_is_over_every_limit() => Assert.That(Passes<MaxDailyLoss>(Of().With(AllLimits.MaxDailyLoss, 1_000)), Is.False);

    [Test]
    public void A_symbol_that_nobody_can_value_denies_what_opens()
    {
        var unpriced = Of().Beside(new Portfolio(0, 0, 0, Unpriced: "XYZ")).With(AllLimits.MaxGross, 1_000_000).With(AllLimits.MaxNet, 1_000_000);

        Assert.That(Passes<MaxGross>(unpriced), Is.False);
        Assert.That(Passes<MaxNet>(unpriced), Is.False);
        Assert.That(new MaxGross().Check(unpriced).Detail, Does.Contain("unpriced=XYZ"));
    }

    [Test]
    public void A_market_order_under_a_slippage_limit_says_that_it_is_sent_as_a_limit_order()
    {
        var detail = new MaxSlippage().Check(Of().With(AllLimits.MaxSlippageBps, 15)).Detail;

        Assert.That(detail, Is.EqualTo("reference=100, bound=100.15, sent_as=Limit, limit_bps=15, scope=global"));
    }

    [TestCase(10, "10", "intent")]
    [TestCase(20, "15", "global")]
    public void An_intent_can_only_tighten_the_slippage(decimal asked, string counts, string scope) => Assert.That(
        new MaxSlippage().Check(Of(Market() with { MaxSlippageBps = asked }).With(AllLimits.MaxSlippageBps, 15)).Detail,
        Does.Contain($"limit_bps={counts}, scope={scope}"));

    [Test]
    public void A_throttle_that_is_shut_lets_nothing_through_however_long_ago() => Assert.That(
        Passes<RepeatedExecution>((Of() with { Repeats = new Repeats(0, Now.AddDays(-30)) }).With(AllLimits.MaxRepeatsPerMinute, 3)), Is.False);

    [Test]
    public void A_market_order_meets_every_own_order_and_one_with_a_bound_only_those_within_it()
    {
        var beside = (Of(Market()) with { Opposing = [new OpposingOrder("OURS", 101)] }).With(AllLimits.SelfCross, false);

        Assert.That(Passes<SelfCross>(beside), Is.False);
        Assert.That(Passes<SelfCross>(beside.With(AllLimits.MaxSlippageBps, 99)), Is.True, "100.99 at worst");
        Assert.That(Passes<SelfCross>(beside with { Opposing = [new OpposingOrder("OURS", null)] }), Is.False, "an own market order");
    }

    [Test]
    public void The_tightest_scope_wins_and_is_named()
    {
        var facts = Of(Market(600)).And(new LimitScope(ScopeKind.Strategies, "momentum"), LimitSet.Empty.With(AllLimits.MaxOrderQty, 500));

        Assert.That(new MaxOrderQty().Check(facts).Detail, Is.EqualTo("qty=600, limit=500, scope=strategy:momentum"));
        Assert.That(Passes<MaxOrderQty>(facts), Is.False);
    }

    [Test]
    public void A_symbols_own_tick_counts_alone()
    {
        var facts = Of(Limit(100.005m)).And(new LimitScope(ScopeKind.Symbols, "AAPL"), LimitSet.Empty.With(AllLimits.TickSizes, new TickSizes([new TickBand(0, 0.005m)])));

        Assert.That(Passes<TickSize>(facts.With(AllLimits.TickSizes, TickSizes.UsEquities)), Is.True);
    }
}
