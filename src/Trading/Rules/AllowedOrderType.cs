using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>An operator may want limit orders only, for example.</summary>
public sealed class AllowedOrderType() : AllowList("ORDER_TYPE_NOT_ALLOWED", "order_type", AllLimits.AllowedOrderTypes)
{
    public override string Meaning => "The order type is one that orders may have.";

    public override string Inputs => "the line's order type";

    public override string Source => "the operator's own";

    protected override string Of(RuleFacts facts) => facts.Order.Terms.OrderType switch
    {
        OrdType.Market => "market",
        OrdType.Limit => "limit",
        OrdType.Stop => "stop",
        OrdType.StopLimit => "stop_limit",
        var other => other.ToString(),
    };
}
