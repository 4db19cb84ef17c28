using Pipeline.Messages.Fix;
using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A strategy that only builds up, or only winds down, may do nothing else.</summary>
public sealed class AllowedSide() : AllowList("SIDE_NOT_ALLOWED", "side", AllLimits.AllowedSides)
{
    public override string Meaning => "The side is one that orders may have.";

    public override string Inputs => "the line's side";

    public override string Source => "the operator's own";

    protected override string Of(RuleFacts facts) => facts.Order.Side == Side.Buy ? "buy" : "sell";
}
