using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// The position in the symbol, if everything that may fill on the order's side does. What may be sold makes no room for a buy, and what
/// only closes is never in the way of a limit.
/// </summary>
public sealed class MaxSymbolNet : IRule
{
    public string Code => "MAX_SYMBOL_NET";

    public string Meaning => "The symbol comes to at most the limit on the order's side: long for a buy, short for a sell.";

    public string Inputs => "the position, what is reserved on the side, the order's value";

    public string Source => "FIA, position limits; SEC 15c3-5(c)(1)(i)";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxSymbolNet];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
    {
        if (scope.Limits.Number(AllLimits.MaxSymbolNet) is not { } limit)
        {
            return null;
        }

        var qty = scope.Holding.With(facts.Order.Side, facts.Order.Terms.Qty).On(facts.Order.Side);
        return facts.ExposurePx is { } px
            ? (qty * px <= limit, $"qty_after={qty}, px={px}, net={Details.Of(qty * px)}, limit={limit}")
            : (qty == 0, $"qty_after={qty}, px=unknown, limit={limit}");
    });
}
