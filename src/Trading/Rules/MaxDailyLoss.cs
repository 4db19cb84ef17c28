using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>After a bad day nothing is opened any more. What closes may go on.</summary>
public sealed class MaxDailyLoss : IRule
{
    public string Code => "MAX_DAILY_LOSS";

    public string Meaning => "The account's equity is at most the limit below what it was first on the day, which begins at midnight UTC, or the order opens nothing.";

    public string Inputs => "the account's equity now and first today, as the venue stated it; the position";

    public string Source => "SEC 15c3-5(c)(1)(i), pre-set capital thresholds";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxDailyLoss];

    public RuleResult Check(RuleFacts facts)
    {
        if (facts.Tightest(AllLimits.MaxDailyLoss) is not var (limit, scope))
        {
            return Details.Unlimited(Code);
        }

        var loss = facts.EquityAtDayStart - facts.Equity;
        return new RuleResult(
            Code,
            loss <= limit || facts.OpeningQty == 0,
            $"equity={facts.Equity}, at_day_start={facts.EquityAtDayStart?.ToString() ?? "unknown"}, loss={loss?.ToString() ?? "unknown"}, opens={facts.OpeningQty}, limit={Details.Of(limit)}, scope={scope.Text}");
    }
}
