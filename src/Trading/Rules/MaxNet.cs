using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>All symbols together, longs less shorts: how much the market as a whole can do to the account.</summary>
public sealed class MaxNet : IRule
{
    public string Code => "MAX_NET";

    public string Meaning =>
        "Longs exceed shorts, for a sell shorts exceed longs, by at most the limit if everything open on the order's side fills.";

    public string Inputs => "positions, what is reserved on the side and quotes of all symbols, the order's value";

    public string Source => "SEC 15c3-5(c)(1)(i), pre-set credit and capital thresholds in aggregate";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxNet];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
    {
        if (scope.Limits.Number(AllLimits.MaxNet) is not { } limit)
        {
            return null;
        }

        if (facts.ExposurePx is not { } px || scope.Others is not { Unpriced: null } others)
        {
            return (false, $"unpriced={scope.Others?.Unpriced ?? facts.Order.Symbol}, limit={limit}");
        }

        var after = scope.Holding.With(facts.Order.Side, facts.Order.Terms.Qty);
        var net = facts.Order.Side == Side.Buy ? others.High + ((after.Qty + after.BuyQty) * px) : -(others.Low + ((after.Qty - after.SellQty) * px));
        return (net <= limit, $"net={Details.Of(net)}, limit={limit}");
    });
}
