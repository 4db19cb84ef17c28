namespace Pipeline.Trading.Rules;

/// <summary>A limit or trigger far from the market is a mistake (RTS 6 Art 15(1)(a), price collars). A market order has neither.</summary>
public sealed class PriceCollar : IRule
{
    public string Code => "PRICE_COLLAR";

    public RuleResult Check(RuleFacts facts)
    {
        var terms = facts.Order.Terms;
        if (terms.LimitPrice is null && terms.StopPrice is null)
        {
            return new RuleResult(Code, true, $"price=none, limit_pct={facts.Limits.CollarPct}");
        }

        if (facts.ReferencePx is not > 0)
        {
            return new RuleResult(Code, false, $"reference=missing, limit_pct={facts.Limits.CollarPct}");
        }

        var worst = new[] { terms.LimitPrice, terms.StopPrice }
            .OfType<decimal>()
            .MaxBy(price => Math.Abs(price - facts.ReferencePx.Value));
        var distancePct = Math.Abs(worst - facts.ReferencePx.Value) / facts.ReferencePx.Value * 100;
        return new RuleResult(
            Code,
            distancePct <= facts.Limits.CollarPct,
            $"price={worst}, reference={facts.ReferencePx}, distance_pct={distancePct:0.####}, limit_pct={facts.Limits.CollarPct}");
    }
}
