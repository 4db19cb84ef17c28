using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>
/// What the account can carry. Positions are counted as they stand in our ledger, so that a fill which the venue's statement of the
/// account does not know yet is no hole: a fill turns cash into a position and leaves the equity as it is.
/// </summary>
public sealed class BuyingPower : IRule
{
    public string Code => "BUYING_POWER";

    public string Meaning => "All symbols come to at most the limit's part of the account's equity on both sides together, or the order opens nothing.";

    public string Inputs => "positions, what is reserved and quotes of all symbols, the order's value, the account's equity";

    public string Source => "the broker's own check (Alpaca 40310000 insufficient buying power), before it is asked";

    public IReadOnlyList<Limit> Limits => [AllLimits.BuyingPowerPct];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
    {
        if (scope.Limits.Number(AllLimits.BuyingPowerPct) is not { } pct)
        {
            return null;
        }

        var (passed, detail) = MaxGross.Compare(facts, scope, (facts.Equity ?? 0) * pct / 100);
        return (passed, $"equity={facts.Equity?.ToString() ?? "unknown"}, limit_pct={pct}, {detail}");
    });
}
