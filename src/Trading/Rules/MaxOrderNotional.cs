using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A fat finger in the value.</summary>
public sealed class MaxOrderNotional : IRule
{
    public string Code => "MAX_ORDER_NOTIONAL";

    public string Meaning => "The quantity at the limit price that is sent, be it a bound of `max_slippage_bps`, or else at the larger of trigger and quoted price, is at most the limit.";

    public string Inputs => "the line's quantity and prices, the quote";

    public string Source => "RTS 6 Art 15(1)(b), maximum order value";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxOrderNotional];

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Tightest(AllLimits.MaxOrderNotional) is not var (limit, scope))
        {
            return Details.Unlimited(Code);
        }

        var notional = facts.Order.Terms.Qty * facts.ValuationPx;
        return new RuleResult(Code, notional <= limit, $"notional={notional?.ToString() ?? "unknown"}, limit={limit}, scope={scope.Text}");
    }
}
