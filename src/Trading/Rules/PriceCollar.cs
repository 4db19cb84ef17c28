using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// A limit or trigger far from the market is a mistake. A market order has neither, but for the price that a slippage limit gives it; that
/// one is kept within the collar.
/// </summary>
public sealed class PriceCollar : IRule
{
    public string Code => "PRICE_COLLAR";

    public string Meaning => "Limit price, stop price and the price that is sent are at most the limit away from the quoted price of the order's side, either way. The bound of `max_slippage_bps` ends at the collar.";

    public string Inputs => "the line's prices, the quote";

    public string Source => "RTS 6 Art 15(1)(a), price collars";

    public IReadOnlyList<Limit> Limits => [AllLimits.CollarPct];

    public RuleResult Check(RuleFacts facts)
    {
        var terms = facts.Order.Terms;
        if (facts.Tightest(AllLimits.CollarPct) is not var (limit, scope))
        {
            return Details.Unlimited(Code);
        }

        decimal[] prices = [.. new[] { terms.LimitPrice, terms.StopPrice, PriceBounds.SentPx(facts) }.OfType<decimal>()];
        if (prices.Length == 0)
        {
            return new RuleResult(Code, true, $"price=none, limit_pct={limit}, scope={scope.Text}");
        }

        if (facts.ReferencePx is not > 0)
        {
            return new RuleResult(Code, false, $"reference=missing, limit_pct={limit}, scope={scope.Text}");
        }

        var worst = prices.MaxBy(price => Math.Abs(price - facts.ReferencePx.Value));
        var distancePct = Math.Abs(worst - facts.ReferencePx.Value) / facts.ReferencePx.Value * 100;
        return new RuleResult(
            Code,
            distancePct <= limit,
            $"price={worst}, reference={facts.ReferencePx}, distance_pct={distancePct:0.####}, limit_pct={limit}, scope={scope.Text}");
    }
}
