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
    {
        var orders = scope.OrdersToday + (facts.IsCountedToday ? 0 : 1);
        return scope.Limits.Number(AllLimits.MaxOrdersPerDay) is { } limit ? (orders <= limit, $"orders={orders}, limit={limit}") : null;
    });
}
