using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A fat finger in the quantity.</summary>
public sealed class MaxOrderQty : IRule
{
    public string Code => "MAX_ORDER_QTY";

    public string Meaning => "The quantity is at most the limit.";

    public string Inputs => "the line's quantity";

    public string Source => "RTS 6 Art 15(1)(c), maximum order volume";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxOrderQty];

    public RuleResult Check(RuleFacts facts) => facts.Tightest(AllLimits.MaxOrderQty) is var (limit, scope)
        ? new RuleResult(Code, facts.Order.Terms.Qty <= limit, $"qty={facts.Order.Terms.Qty}, limit={limit}, scope={scope.Text}")
        : Details.Unlimited(Code);
}
