using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A slow program can do harm too, in a day.</summary>
public sealed class OrdersPerDay : IRule
{
    public string Code => "MAX_ORDERS_PER_DAY";

    public string Meaning => "With this order at most the limit are let through on the day, which begins at midnight in New York.";

    public string Inputs => "the orders let through today";

    public string Source => "RTS 6 Art 15(1)(d), maximum messages";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxOrdersPerDay];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
        scope.Limits.Number(AllLimits.MaxOrdersPerDay) is { } limit
            ? (scope.OrdersToday + 1 <= limit, $"orders={scope.OrdersToday + 1}, limit={limit}")
            : null);
}
