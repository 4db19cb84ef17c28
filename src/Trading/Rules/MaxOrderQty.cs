namespace Pipeline.Trading.Rules;

/// <summary>A fat finger in the quantity (RTS 6 Art 15(1)(c), maximum order volume).</summary>
public sealed class MaxOrderQty : IRule
{
    public string Code => "MAX_ORDER_QTY";

    public RuleResult Check(RuleFacts facts) => new(
        Code, facts.Order.Terms.Qty <= facts.Limits.MaxOrderQty, $"qty={facts.Order.Terms.Qty}, limit={facts.Limits.MaxOrderQty}");
}
