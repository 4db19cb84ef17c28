using Pipeline.Trading.Limits;

namespace Pipeline.Trading.Rules;

/// <summary>A program that has run wild is noticed by how fast it is.</summary>
public sealed class OrderRate : IRule
{
    public string Code => "MAX_ORDERS_PER_SECOND";

    public string Meaning => "With this order at most the limit are let through within the second that ends now.";

    public string Inputs => "the orders let through in the last second";

    public string Source => "RTS 6 Art 15(1)(d), maximum messages";

    public IReadOnlyList<Limit> Limits => [AllLimits.MaxOrdersPerSecond];

    public RuleResult Check(RuleFacts facts) => Details.InEach(Code, facts, scope =>
        scope.Limits.Number(AllLimits.MaxOrdersPerSecond) is { } limit
            ? (scope.OrdersInSecond + 1 <= limit, $"orders={scope.OrdersInSecond + 1}, limit={limit}")
            : null);
}
