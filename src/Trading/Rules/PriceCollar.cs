using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A limit or trigger far from the market is a mistake. A market order has neither.</summary>
public sealed class PriceCollar : IRule
{
    public string Code => "PRICE_COLLAR";

    public string Meaning => "Limit and stop price are at most the limit away from the quoted price of the order's side, either way.";

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

        if (terms.LimitPrice is null && terms.StopPrice is null)
        {
            return new RuleResult(Code, true, $"price=none, limit_pct={limit}, scope={scope.Text}");
        }

        if (facts.ReferencePx is not > 0)
        {
            return new RuleResult(Code, false, $"reference=missing, limit_pct={limit}, scope={scope.Text}");
        }

        var worst = new[] { terms.LimitPrice, terms.StopPrice }
            .OfType<decimal>()
            .MaxBy(price => Math.Abs(price - facts.ReferencePx.Value));
        var distancePct = Math.Abs(worst - facts.ReferencePx.Value) / facts.ReferencePx.Value * 100;
        return new RuleResult(
            Code,
            distancePct <= limit,
            $"price={worst}, reference={facts.ReferencePx}, distance_pct={distancePct:0.####}, limit_pct={limit}, scope={scope.Text}");
    }
}
