using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A quantity between two steps is refused by the venue.</summary>
public sealed class LotSize : IRule
{
    public string Code => "LOT_SIZE";

    public string Meaning => "The quantity is a multiple of the instrument's lot.";

    public string Inputs => "the line's quantity";

    public string Source => "each venue's instrument rules";

    public IReadOnlyList<Limit> Limits => [AllLimits.LotSize];

    public RuleResult Check(RuleFacts facts)
    {
        var qty = facts.Order.Terms.Qty;
        return facts.Nearest(AllLimits.LotSize) is { } nearest && nearest.Limits.Number(AllLimits.LotSize) is { } lot
            ? new RuleResult(Code, qty % lot == 0, $"qty={qty}, lot={lot}, scope={nearest.Scope.Text}")
            : Details.Unlimited(Code);
    }
}
