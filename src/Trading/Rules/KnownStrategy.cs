using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>Only who was let in may trade.</summary>
public sealed class KnownStrategy() : AllowList("UNKNOWN_STRATEGY", "strategy_id", AllLimits.AllowedStrategies)
{
    public override string Meaning => "The strategy is one that may trade.";

    public override string Inputs => "the intent's `strategy_id`";

    public override string Source => "SEC 15c3-5(c)(2)(iii): authorised persons only";

    protected override string Of(RuleFacts facts) => facts.Order.Slot.StrategyId;
}
