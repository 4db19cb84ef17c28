using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>An order that could meet an open one of the same account would trade with itself: a wash trade, or a fee for nothing.</summary>
public sealed class SelfCross : IRule
{
    public string Code => "SELF_CROSS";

    public string Meaning => "No open order of the account on the other side could trade with it, or that is allowed.";

    public string Inputs => "the worst prices of the order and of the account's open orders of the symbol on the other side";

    public string Source => "FINRA Rule 5210.02, self-trades; Alpaca 40310000 potential wash trade";

    public IReadOnlyList<Limit> Limits => [AllLimits.SelfCross];

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Forbidding(AllLimits.SelfCross) is not { } scope)
        {
            return Details.Unlimited(Code);
        }

        var price = PriceBounds.SentPx(facts);
        var met = (facts.Opposing ?? throw new InvalidOperationException("The account's open orders were not loaded"))
            .FirstOrDefault(other => Meets(facts.Order.Side, price, other.Price));
        return new RuleResult(
            Code,
            met is null,
            $"price={price?.ToString() ?? "any"}, {(met is null ? "meets=none" : $"meets={met.ClOrdId}, its_price={met.Price?.ToString() ?? "any"}")}, scope={scope.Text}");
    }

    private static bool Meets(Side side, decimal? price, decimal? other) =>
        price is null || other is null || (side == Side.Buy ? price >= other : price <= other);
}
