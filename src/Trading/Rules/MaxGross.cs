using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>All symbols together, longs and shorts.</summary>
public sealed class MaxGross : IRule
{
    public string Code => "MAX_GROSS";

    public string Meaning => "All symbols come to at most the limit on both sides together, or the order adds nothing to it.";

    public string Inputs => "positions, what is reserved and quotes of all symbols, the order's value";

    public string Source => "SEC 15c3-5(c)(1)(i), pre-set credit and capital thresholds in aggregate";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxGross];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
        scope.Limits.Number(AllLimits.MaxGross) is { } limit ? Compare(facts, scope, limit) : null);

    /// <summary>Compares what all symbols of a scope come to with a limit.</summary>
    internal static (bool Passed, string Detail) Compare(RuleFacts facts, ScopeFacts scope, decimal limit)
    {
        var after = scope.Holding.With(facts.Order.Side, facts.Order.Terms.Qty);
        var adds = after.Gross > scope.Holding.Gross;
        if (facts.ExposurePx is not { } px || scope.Others is not { Unpriced: null } others)
        {
            return (!adds, $"unpriced={scope.Others?.Unpriced ?? facts.Order.Symbol}, limit={Details.Of(limit)}");
        }

        var gross = others.Gross + (after.Gross * px);
        return (!adds || gross <= limit, $"symbol={Details.Of(after.Gross * px)}, others={Details.Of(others.Gross)}, gross={Details.Of(gross)}, limit={Details.Of(limit)}");
    }
}
