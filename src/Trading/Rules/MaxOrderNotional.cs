namespace Pipeline.Trading.Rules;

/// <summary>A fat finger in the value (RTS 6 Art 15(1)(b), maximum order value).</summary>
public sealed class MaxOrderNotional : IRule
{
    public string Code => "MAX_ORDER_NOTIONAL";

    public RuleResult Check(RuleFacts facts)
    {
        var notional = facts.Order.Terms.Qty * facts.ValuationPx;
        return notional is null
            ? new RuleResult(Code, false, $"notional=unknown, limit={facts.Limits.MaxOrderNotional}")
            : new RuleResult(Code, notional <= facts.Limits.MaxOrderNotional, $"notional={notional}, limit={facts.Limits.MaxOrderNotional}");
    }
}
