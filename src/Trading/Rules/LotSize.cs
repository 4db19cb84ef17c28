using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A quantity between two steps is refused by the venue.</summary>
public sealed class LotSize : IRule
{
    public string Code => "LOT_SIZE";

    public string Meaning => "The quantity is a multiple of the instrument's lot, and of the venue's where it states one.";

    public string Inputs => "the line's quantity, the lot that the venue states";

    public string Source => "each venue's instrument rules";

    public IReadOnlyList<Limit> Limits => [AllLimits.LotSize];

    public RuleResult Check(RuleFacts facts)
    {
        var qty = facts.Order.Terms.Qty;
        if (facts.Instrument?.LotSize is { } venues && qty % venues != 0)
        {
            return new RuleResult(Code, false, $"qty={qty}, lot={venues}, scope=venue");
        }

        return facts.Nearest(AllLimits.LotSize) is { } nearest && nearest.Limits.Number(AllLimits.LotSize) is { } lot
            ? new RuleResult(Code, qty % lot == 0, $"qty={qty}, lot={lot}, scope={nearest.Scope.Text}")
            : Details.Unlimited(Code);
    }
}
