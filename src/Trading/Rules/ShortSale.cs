using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A sale of more than is held, counting what other orders may still sell, is a short sale.</summary>
public sealed class ShortSale : IRule
{
    public string Code => "SHORT_SALE";

    public string Meaning => "A sell is of at most what is held and nobody else sells, or short sales are allowed.";

    public string Inputs => "the position, what is reserved on the sell side";

    public string Source => "Regulation SHO, locate before a short sale; SEC 15c3-5(c)(2)(i)";

    public IReadOnlyList<Limit> Limits => [AllLimits.ShortSales];

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Forbidding(AllLimits.ShortSales) is not { } scope)
        {
            return Details.Unlimited(Code);
        }

        var isShort = facts.Order.Side == Side.Sell && facts.OpeningQty > 0;
        return new RuleResult(
            Code, !isShort, $"side={facts.Order.Side}, position={facts.Holding.Qty}, selling={facts.Holding.SellQty}, qty={facts.Order.Terms.Qty}, scope={scope.Text}");
    }
}
