using Pipeline.Messages.Fix;

namespace Pipeline.Trading.Rules;

/// <summary>Side, type, quantity and prices make an order that a venue can understand. The door checks the same; this is the second lock.</summary>
public sealed class OrderShape : IRule
{
    public string Code => "ORDER_SHAPE";

    public string Meaning => "Side, type, time in force, quantity and prices are known, more than zero, and those that the type needs.";

    public string Inputs => "the line";

    public string Source => "FIX 4.4, NewOrderSingle";

    public RuleResult Check(RuleFacts facts)
    {
        var terms = facts.Order.Terms;
        var needsLimit = terms.OrderType is OrdType.Limit or OrdType.StopLimit;
        var needsStop = terms.OrderType is OrdType.Stop or OrdType.StopLimit;
        var isWhole = Enum.IsDefined(facts.Order.Side) && Enum.IsDefined(terms.OrderType) && Enum.IsDefined(terms.TimeInForce)
            && terms.Qty > 0
            && (needsLimit ? terms.LimitPrice > 0 : terms.LimitPrice is null)
            && (needsStop ? terms.StopPrice > 0 : terms.StopPrice is null);
        return new RuleResult(
            Code, isWhole, $"side={facts.Order.Side}, order_type={terms.OrderType}, qty={terms.Qty}, limit_price={terms.LimitPrice}, stop_price={terms.StopPrice}");
    }
}
