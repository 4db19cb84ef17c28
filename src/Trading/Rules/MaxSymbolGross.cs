using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>Everything open in the symbol counts on its own side: a buy and a sell that rest are two risks, not none.</summary>
public sealed class MaxSymbolGross : IRule
{
    public string Code => "MAX_SYMBOL_GROSS";

    public string Meaning => "The symbol comes to at most the limit on both sides together, or the order adds nothing to it.";

    public string Inputs => "the position, what is reserved on both sides, the order's value";

    public string Source => "FIA, position limits; SEC 15c3-5(c)(1)(i)";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxSymbolGross];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
    {
        if (scope.Limits.Number(AllLimits.MaxSymbolGross) is not { } limit)
        {
            return null;
        }

        var qty = scope.Holding.With(facts.Order.Side, facts.Order.Terms.Qty).Gross;
        var adds = qty > scope.Holding.Gross;
        return facts.ExposurePx is { } px
            ? (!adds || qty * px <= limit, $"qty_after={qty}, px={px}, gross={Details.Of(qty * px)}, limit={limit}")
            : (!adds, $"qty_after={qty}, px=unknown, limit={limit}");
    });
}
