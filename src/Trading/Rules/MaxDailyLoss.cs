using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>After a bad day nothing is opened any more. What closes may go on.</summary>
public sealed class MaxDailyLoss : IRule
{
    public string Code => "MAX_DAILY_LOSS";

    public string Meaning => "What has been lost on the day, which begins at midnight in New York, is at most the limit, or the order opens nothing.";

    public string Inputs => "the account's equity now and first today, as the venue stated it; for strategies and symbols the trades of the day and quotes; the position";

    public string Source => "SEC 15c3-5(c)(1)(i), pre-set capital thresholds";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxDailyLoss];

    // Of the account it is what the venue states; of a part of it, what the day's trades have come to. What nobody can say is too much.
    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
        scope.Limits.Number(AllLimits.MaxDailyLoss) is { } limit && OpeningQty(facts, scope) is var opens
            ? (scope.LossToday <= limit || opens == 0, $"loss={(scope.LossToday is { } loss ? Details.Of(loss) : "unknown")}, opens={opens}, limit={Details.Of(limit)}")
            : null);

    private static decimal OpeningQty(RuleFacts facts, ScopeFacts scope) =>
        scope.Holding.With(facts.Order.Side, facts.Order.Terms.Qty).On(facts.Order.Side) - scope.Holding.On(facts.Order.Side);
}
